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

import { parseCommand } from './arguments';
import { UsageError } from './usage';

describe('parseCommand', () => {
  it.each([
    [['up'], { verb: 'up', name: 'local', realNode: false }],
    [
      ['up', '--name', 'edge', '--nodes', '5'],
      { verb: 'up', name: 'edge', nodes: 5, realNode: false },
    ],
    [['up', '--real-node'], { verb: 'up', name: 'local', realNode: true }],
    [
      ['down', '--all', '--delete'],
      { verb: 'down', name: 'local', all: true, delete: true },
    ],
    [['status'], { verb: 'status', output: 'text' }],
    [
      ['status', '--output=json', '--name=edge'],
      { verb: 'status', name: 'edge', output: 'json' },
    ],
    [
      ['kubeconfig', '--print'],
      { verb: 'kubeconfig', name: 'local', print: true },
    ],
    [
      ['seed', 'fleet', '--pods', '10000'],
      { verb: 'seed', name: 'local', scenario: 'fleet', pods: 10000 },
    ],
    [[], { verb: 'help' }],
    [['up', '--help'], { verb: 'help' }],
  ])('reads %j', (args, command) => {
    expect(parseCommand(args)).toEqual(command);
  });

  it.each([
    [['start'], 'Unknown command "start"'],
    [['constructor'], 'Unknown command "constructor"'],
    [['up', 'edge'], 'Unexpected argument "edge"'],
    [['up', '--delete'], '"up" takes no "--delete"'],
    [['up', '--nodes', '-1'], '--nodes'],
    [['up', '--nodes', '2.5'], 'not "2.5"'],
    [['up', '--nodes', '5000'], 'not "5000"'],
    [['up', '--name', '../etc'], '"../etc" is not a cluster name'],
    [['up', '--colour'], "'--colour'"],
    [['down', '--name', 'edge', '--all'], 'either "--name" or "--all"'],
    [['status', '--output', 'xml'], 'not "xml"'],
    [['seed'], '"seed" needs the name of a scenario'],
  ])('refuses %j as wrong use', (args, message) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
    expect(() => parseCommand(args)).toThrow(message);
  });
});
