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

import { yaml } from '@codemirror/lang-yaml';
import { lintGutter, linter, type Diagnostic } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { useTheme } from '@material-ui/core/styles';
import CodeMirror from '@uiw/react-codemirror';
import { useEffect, useMemo, useRef } from 'react';
import type { TextProblem } from './valuesDocument';

/** Props of {@link YamlEditor}. */
export interface YamlEditorProps {
  label: string;
  text: string;
  problems: TextProblem[];
  /** Where to put the cursor; a new object moves it again. */
  goTo?: { offset: number };
  readOnly?: boolean;
  onChange: (text: string) => void;
}

/** A YAML editor; problems are marked at their place. Loaded on demand, as it is most of the wizard's code. */
export default function YamlEditor(props: YamlEditorProps) {
  const { problems, goTo } = props;
  const theme = useTheme();
  const view = useRef<EditorView>();
  const extensions = useMemo(
    () => [
      yaml(),
      lintGutter(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': props.label }),
      linter(editor =>
        problems.map<Diagnostic>(problem => {
          const end = editor.state.doc.length;
          return {
            from: Math.min(problem.from, end),
            to: Math.min(problem.to, end),
            severity: 'error',
            message: `${problem.line}:${problem.column} ${problem.message}`,
          };
        }),
      ),
    ],
    [problems, props.label],
  );
  useEffect(() => {
    const editor = view.current;
    if (!goTo || !editor) return;
    const anchor = Math.min(goTo.offset, editor.state.doc.length);
    editor.dispatch({ selection: { anchor }, scrollIntoView: true });
    editor.focus();
  }, [goTo]);
  return (
    <CodeMirror
      value={props.text}
      onChange={props.onChange}
      onCreateEditor={editor => {
        view.current = editor;
        if (goTo) {
          const anchor = Math.min(goTo.offset, editor.state.doc.length);
          editor.dispatch({ selection: { anchor }, scrollIntoView: true });
          editor.focus();
        }
      }}
      height="420px"
      theme={theme.palette.type}
      readOnly={props.readOnly}
      // The tab key leaves the editor, as everywhere else on the page.
      indentWithTab={false}
      extensions={extensions}
    />
  );
}
