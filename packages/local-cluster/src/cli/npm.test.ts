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

import { refuseSwallowedOptions } from './npm';
import { UsageError } from './usage';

describe('refuseSwallowedOptions', () => {
  const npm = { npm_lifecycle_event: 'cluster', npm_config_user_agent: 'npm' };

  it.each([
    ['npm_config_name', 'edge', '"--name"'],
    ['npm_config_delete', 'true', '"--delete"'],
    ['npm_config_real_node', 'true', '"--real-node"'],
  ])('refuses when npm took %s', (variable, value, option) => {
    const refuse = () => refuseSwallowedOptions({ ...npm, [variable]: value });
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow(option);
  });

  it('goes on when npm passed everything', () => {
    expect(refuseSwallowedOptions(npm)).toBeUndefined();
  });

  it('goes on when another script calls it', () => {
    const env = { npm_lifecycle_event: 'start', npm_config_name: 'edge' };
    expect(refuseSwallowedOptions(env)).toBeUndefined();
  });
});
