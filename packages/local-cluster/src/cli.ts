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

import { parseCommand } from './cli/arguments';
import { runCommand } from './cli/commands';
import { refuseSwallowedOptions } from './cli/npm';
import { UsageError } from './cli/usage';

async function main(): Promise<number> {
  try {
    refuseSwallowedOptions(process.env);
    return await runCommand(parseCommand(process.argv.slice(2)), {
      out: text => process.stdout.write(text),
      err: text => process.stderr.write(text),
    });
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee "npm run cluster -- help"\n`);
      return 2;
    }
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

main().then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error}\n`);
    process.exitCode = 1;
  },
);
