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

import { Option, type Command } from 'commander';
import { transportSchema, type Gate, type Stage } from '@meshplane/benchmark';
import { gates } from './gates';
import {
  duration,
  header,
  pair,
  positiveDuration,
  positiveWholeNumber,
  rate,
  stages,
  statuses,
  wholeNumber,
} from './values';

/** What the command line says of the load; everything given overrides the profile. */
export interface ProfileOptions {
  url?: string;
  name?: string;
  label?: Record<string, string>;
  only?: string;
  method?: string;
  header?: Record<string, string>;
  cookie?: Record<string, string>;
  body?: string;
  bodyFile?: string;
  expectStatus?: number[];
  rate?: number | 'max';
  stages?: Stage[];
  duration?: number;
  arrivals?: 'uniform' | 'poisson';
  seed?: number;
  pipelining?: number;
  connections?: number;
  threads?: number;
  transport?: string;
  warmup?: number;
  drain?: number;
  timeout?: number;
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
  insecure?: boolean;
  gates?: Gate[];
  abortOnGate?: boolean;
}

/** Adds the options that describe a load: what, how fast, from where, and what must hold. */
export function addProfileOptions(command: Command): Command {
  addRequestOptions(command);
  addScheduleOptions(command);
  addSourceOptions(command);
  return command.option(
    '--abort-on-gate',
    'end the run as soon as a gate is crossed',
  );
}

/** Adds the options that say what is asked. */
export function addRequestOptions(command: Command): Command {
  return command
    .optionsGroup('What is asked:')
    .option('--url <url>', 'the server, instead of the one in the profile')
    .option('--method <method>', 'method of the requests')
    .option('-H, --header <header>', '"Name: value", repeatable', header)
    .option('--cookie <cookie>', 'name=value, repeatable', pair)
    .option('--body <text>', 'body of the requests; "-" reads it from stdin')
    .option('--body-file <file>', 'file that is the body of the requests')
    .option(
      '--expect-status <status>',
      'statuses that count as success, separated by commas (default: 200-399)',
      statuses,
    )
    .option('--only <name>', 'the profile of that name, of a file with several')
    .option('--name <name>', 'name of the run')
    .option('--label <label>', 'name=value, repeatable', pair);
}

function addScheduleOptions(command: Command): Command {
  return command
    .optionsGroup('How fast and how long:')
    .option(
      '--rate <rate>',
      'requests per second; "max": as fast as answers come, which tells nothing of latency',
      rate,
    )
    .option(
      '--stages <stages>',
      'rates over time, such as 100:10s,100..500:30s; instead of --rate and --duration',
      stages,
    )
    .option('--duration <duration>', 'such as 30s or 2m', positiveDuration)
    .addOption(
      new Option('--arrivals <arrivals>', 'spacing of the requests').choices([
        'uniform',
        'poisson',
      ]),
    )
    .option('--seed <seed>', 'of random arrivals', wholeNumber)
    .option(
      '--pipelining <n>',
      'requests on the way per connection, with --rate max',
      positiveWholeNumber,
    )
    .option('--warmup <duration>', 'load that is not measured', duration);
}

/** Adds the options that say where the load comes from, and what must hold. */
export function addSourceOptions(command: Command): Command {
  return command
    .optionsGroup('From where:')
    .option('--connections <n>', 'open connections', positiveWholeNumber)
    .option('--threads <n>', 'threads of the generator', positiveWholeNumber)
    .addOption(
      new Option('--transport <transport>', 'client and protocol').choices(
        transportSchema.options,
      ),
    )
    .option('--timeout <duration>', 'of one request', positiveDuration)
    .option(
      '--drain <duration>',
      'how long late answers are waited for',
      duration,
    )
    .option('--ca <file>', 'PEM file of the CA that the server is checked by')
    .option('--cert <file>', 'PEM file of the client certificate')
    .option('--key <file>', 'PEM file of the key of the client certificate')
    .option('--server-name <name>', 'name that the certificate must have')
    .option('--insecure', 'do not check the certificate; results say so')
    .optionsGroup('What must hold:')
    .option(
      '--gates <thresholds>',
      'such as "p(99)<250,rate<0.01", in milliseconds and shares; repeatable',
      gates,
    );
}
