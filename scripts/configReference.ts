/*
 * Copyright 2026 The Meshplane Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import fs from 'node:fs';
import ts from 'typescript';

/** A configuration key, its type and what its comment says. */
interface Key {
  path: string;
  type: string;
  text: string;
}

/**
 * Renders the keys of a package's `config.d.ts` as a Markdown table.
 *
 * @param file - path of the declaration file, which exports `interface Config`
 */
export function configReference(file: string): string {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const config = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === 'Config',
  );
  if (!config) throw new Error(`"${file}" declares no interface Config`);
  const rows = keysOf(config.members, '').map(
    ({ path, type, text }) =>
      `| \`${path}\` | ${type.replace(/\|/g, '\\|')} | ${text.replace(
        /\|/g,
        '\\|',
      )} |`,
  );
  return ['| key | type | what |', '| --- | --- | --- |', ...rows].join('\n');
}

function keysOf(members: ts.NodeArray<ts.TypeElement>, prefix: string): Key[] {
  return members.filter(ts.isPropertySignature).flatMap(member => {
    const path = prefix + member.name.getText();
    const nested = nestedMembers(member.type);
    const own = {
      path,
      type: nested ? 'section' : `\`${member.type?.getText() ?? 'unknown'}\``,
      text: commentOf(member),
    };
    return nested
      ? [own, ...keysOf(nested.members, `${path}${nested.list ? '[]' : ''}.`)]
      : [own];
  });
}

/** The keys below a key: of the object itself, or of the objects in its list. */
function nestedMembers(type: ts.TypeNode | undefined) {
  if (type && ts.isTypeLiteralNode(type))
    return { members: type.members, list: false };
  const element =
    type && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Array'
      ? type.typeArguments?.[0]
      : undefined;
  return element && ts.isTypeLiteralNode(element)
    ? { members: element.members, list: true }
    : undefined;
}

function commentOf(member: ts.PropertySignature): string {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}
