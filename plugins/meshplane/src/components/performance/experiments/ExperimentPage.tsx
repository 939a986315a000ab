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

import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { ExperimentDetail } from '@meshplane/plugin-meshplane-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import {
  isMoving,
  useCancelExperiment,
  useExperiment,
  useExportExperiment,
} from '../../../data/performance/experimentQueries';
import { personName, plural, relativeTime } from '../../../lib/format';
import { saveFile } from '../../../lib/saveFile';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { QueryView } from '../../feedback/QueryView';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { Notes } from '../parts/Notes';
import { experimentWords } from '../parts/studyWords';
import { ArmComparison } from './ArmComparison';
import { ExperimentOperations } from './ExperimentOperations';
import { OrderStrip } from './OrderStrip';
import { OverheadTable } from './OverheadTable';
import { restoreWords } from './restoreWords';

const useStyles = makeStyles(theme => ({
  actions: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
  progress: { margin: theme.spacing(1, 0) },
  restore: {
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeft: `4px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
  },
}));

function Actions(props: { experiment: ExperimentDetail }) {
  const classes = useStyles();
  const { experiment } = props;
  const [isAsked, setAsked] = useState(false);
  const cancel = useCancelExperiment(experiment.id);
  const smp = useExportExperiment(experiment.id);
  const isUnderWay = isMoving(experiment);
  return (
    <>
      <div className={classes.actions}>
        {isUnderWay && experiment.may.cancel && (
          <Button variant="outlined" onClick={() => setAsked(true)}>
            Cancel the experiment
          </Button>
        )}
        <Button
          variant="outlined"
          disabled={smp.isPending || experiment.done === 0}
          onClick={() => smp.mutate(undefined, { onSuccess: saveFile })}
        >
          Export as SMP
        </Button>
      </div>
      {smp.isError && (
        <ErrorNotice what="The export failed" error={smp.error} />
      )}
      {smp.data && (
        <Notes label="Notes on the export" items={smp.data.warnings} />
      )}
      {isAsked && (
        <ConfirmDialog
          title={`Cancel ${experiment.name}`}
          text="The run that is under way ends, no other begins, and what was changed in the cluster is taken back. Results so far are kept."
          action="Cancel the experiment"
          isPending={cancel.isPending}
          error={cancel.error}
          onClose={() => setAsked(false)}
          onConfirm={() =>
            cancel.mutate(undefined, { onSuccess: () => setAsked(false) })
          }
        />
      )}
    </>
  );
}

function ToRestore(props: { experiment: ExperimentDetail }) {
  const classes = useStyles();
  const { toRestore } = props.experiment;
  if (toRestore.length === 0) return null;
  return (
    <div className={classes.restore} role="alert">
      <Typography variant="subtitle1" component="p">
        {isMoving(props.experiment)
          ? 'Still to be taken back when the runs are over'
          : 'Not taken back: do it by hand, or look at what failed'}
      </Typography>
      <Notes
        label="Still to be taken back"
        items={restoreWords(props.experiment)}
      />
    </div>
  );
}

function Experiment(props: { experiment: ExperimentDetail }) {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { experiment } = props;
  const { profileId } = experiment.input;
  const share = experiment.total
    ? Math.round((experiment.done / experiment.total) * 100)
    : 0;
  return (
    <>
      <PageTitle
        title={experiment.name}
        meta={
          <>
            <StatusLabel state={experimentWords[experiment.state]} />
            <span>
              {relativeTime(experiment.createdAt)} by{' '}
              {personName(experiment.createdBy)}
            </span>
            <span>{plural(experiment.input.rounds, 'round')}</span>
            {profileId && <Link to={paths.profile(profileId)}>Profile</Link>}
          </>
        }
        action={<Actions experiment={experiment} />}
      />
      {experiment.message && (
        <Typography variant="body2" paragraph>
          {experiment.message}
        </Typography>
      )}
      <ToRestore experiment={experiment} />
      {experiment.sentences.length > 0 && (
        <Section
          title="What was found"
          subtitle={`Each side against ${experiment.arms[0]}`}
        >
          <Notes label="Verdicts" items={experiment.sentences} />
        </Section>
      )}
      {experiment.overheads.length > 0 && (
        <Section
          title="What it costs"
          subtitle="Added to the baseline, with 95 % intervals below; resources per 1 000 requests per second"
          flush
        >
          <OverheadTable overheads={experiment.overheads} />
        </Section>
      )}
      <Section
        title="Runs"
        subtitle={`${experiment.done} of ${plural(
          experiment.total,
          'run',
        )} done`}
      >
        {isMoving(experiment) && (
          <LinearProgress
            className={classes.progress}
            variant="determinate"
            value={share}
            aria-label="Runs that are done"
          />
        )}
        <OrderStrip experiment={experiment} />
      </Section>
      {experiment.overheads.map(overhead => (
        <ArmComparison
          key={overhead.arm}
          baseline={experiment.arms[0]}
          overhead={overhead}
        />
      ))}
      {experiment.operations.length > 0 && (
        <ExperimentOperations operations={experiment.operations} />
      )}
    </>
  );
}

/** An experiment while it runs and afterwards: the order, what has to be taken back, and what each side costs. */
export function ExperimentPage() {
  const { experiment: id = '' } = useParams();
  const experiment = useExperiment(id);
  return (
    <QueryView query={experiment} what="the experiment" rows={6}>
      {data => <Experiment experiment={data} />}
    </QueryView>
  );
}
