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

import { LinkButton } from '@backstage/core-components';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { EmptyNotice } from '../../feedback/EmptyNotice';

/** Nothing was measured yet: leads to the first profile, with the target that the component names. */
export function FirstProfile(props: { entityRef: string; target?: string }) {
  const paths = usePerformancePaths();
  const { entityRef, target } = props;
  return (
    <EmptyNotice
      title="Nothing was measured yet"
      text={
        target
          ? `A profile says how much load goes to ${target}, and what is expected of it. It can be run by hand, by schedule and by templates.`
          : 'A profile says how much load goes where, and what is expected of it. The annotation meshplane.io/performance-target names the address that may get load for this component.'
      }
    >
      <LinkButton
        to={paths.newProfile({ entityRef, url: target })}
        variant="contained"
        color="primary"
      >
        Make the first profile
      </LinkButton>
    </EmptyNotice>
  );
}
