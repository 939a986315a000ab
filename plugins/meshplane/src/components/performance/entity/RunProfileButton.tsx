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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useNavigate } from 'react-router-dom';
import { useStartRun } from '../../../data/performanceMutations';
import { explainError } from '../../../lib/explainError';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';

/** Starts a run of a profile and leads to it; why it did not start is said beside it. */
export function RunProfileButton(props: { profile: PerformanceProfile }) {
  const { profile } = props;
  const paths = usePerformancePaths();
  const navigate = useNavigate();
  const start = useStartRun();
  if (!profile.may.run) {
    return (
      <Typography variant="caption" color="textSecondary">
        Run by its owners
      </Typography>
    );
  }
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color="primary"
        disabled={start.isPending}
        aria-label={`Run ${profile.name}`}
        onClick={() =>
          start.mutate(
            { profileId: profile.id },
            { onSuccess: run => navigate(paths.run(run.id)) },
          )
        }
      >
        {start.isPending ? 'Starting…' : 'Run'}
      </Button>
      {start.isError && (
        <Typography
          variant="caption"
          color="error"
          component="div"
          role="alert"
        >
          {explainError(start.error).why}
        </Typography>
      )}
    </>
  );
}
