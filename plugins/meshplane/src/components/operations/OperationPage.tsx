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

import { Link, LinkButton } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import Typography from '@material-ui/core/Typography';
import type { OperationDetail } from '@meshplane/plugin-meshplane-common';
import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { useOperation } from '../../data/operationQueries';
import { useOperationLive } from '../../data/useOperationLive';
import {
  duration,
  personName,
  relativeTime,
  secondsBetween,
} from '../../lib/format';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useUrlState } from '../../lib/useUrlState';
import { QueryView } from '../feedback/QueryView';
import { PageTitle } from '../layout/PageTitle';
import { Section } from '../layout/Section';
import { replanLink } from '../plan/replanLink';
import { StatusLabel, ToneIcon } from '../status/StatusLabel';
import { ChangesPanel } from './ChangesPanel';
import { ChildrenPanel, StepProgress } from './ChildrenPanel';
import { FilesPanel } from './FilesPanel';
import { FindingsPanel } from './FindingsPanel';
import { LogPanel } from './LogPanel';
import { blockingFindings, OperationActions } from './OperationActions';
import { actionWords, kindTitles, operationWord } from './operationWords';
import { OverrideForm } from './OverrideForm';
import { PlanPanel } from './PlanPanel';
import { ResultPanel } from './ResultPanel';
import { StepsPanel } from './StepsPanel';

const useStyles = makeStyles(theme => ({
  tabs: {
    borderBottom: `1px solid ${theme.palette.divider}`,
    marginBottom: theme.spacing(2),
  },
  tab: {
    minWidth: 0,
    textTransform: 'none',
    // The portal's own hover colour is that of the light theme.
    '&:hover': {
      color: 'inherit',
      backgroundColor: theme.palette.action.hover,
    },
  },
  message: {
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'flex-start',
    marginBottom: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  icon: { marginTop: 3 },
}));

function When(props: { label: string; at?: string; by?: string }) {
  const { at, by } = props;
  if (!at) return null;
  return (
    <span title={at}>
      {props.label} {relativeTime(at)}
      {by ? ` by ${personName(by)}` : ''}
    </span>
  );
}

function Title(props: { operation: OperationDetail }) {
  const { operation } = props;
  const paths = useMeshPaths();
  const again = replanLink(paths, operation);
  const { startedAt, endedAt } = operation;
  return (
    <PageTitle
      title={operation.title}
      meta={
        <>
          <StatusLabel state={operationWord(operation)} />
          <span>
            {kindTitles[operation.kind]} in{' '}
            {operation.clusters.map((cluster, index) => (
              <span key={cluster}>
                {index > 0 && ', '}
                <Link to={paths.view('lifecycle', cluster)}>{cluster}</Link>
              </span>
            ))}
          </span>
          <When
            label="planned"
            at={operation.createdAt}
            by={operation.createdBy}
          />
          <When
            label="approved"
            at={operation.approvedAt}
            by={operation.approvedBy}
          />
          {operation.state === 'planned' && operation.expiresAt && (
            <span title={operation.expiresAt}>
              may be approved until {relativeTime(operation.expiresAt)}
            </span>
          )}
          {startedAt && endedAt && (
            <span>took {duration(secondsBetween(startedAt, endedAt))}</span>
          )}
          {operation.parent && (
            <Link to={paths.operation(operation.parent)}>
              Part of an operation on several clusters
            </Link>
          )}
        </>
      }
      action={
        again ? (
          <LinkButton to={again} variant="outlined" color="primary">
            {operation.state === 'planned' ? 'Change the plan' : 'Plan again'}
          </LinkButton>
        ) : undefined
      }
    />
  );
}

function Message(props: { operation: OperationDetail }) {
  const classes = useStyles();
  const { operation } = props;
  const { tone } = operationWord(operation);
  return (
    <>
      {operation.message && (
        <Typography
          variant="body2"
          component="div"
          className={classes.message}
          role={operation.state === 'failed' ? 'alert' : 'status'}
        >
          <ToneIcon tone={tone} className={classes.icon} />
          <span>{operation.message}</span>
        </Typography>
      )}
      {operation.decisions
        .filter(decision => decision.comment)
        .map(decision => (
          <Typography
            key={`${decision.action}-${decision.at}`}
            variant="body2"
            component="div"
            className={classes.message}
          >
            <ToneIcon tone="info" className={classes.icon} />
            <span>
              {actionWords[decision.action].done} by {personName(decision.by)}{' '}
              {relativeTime(decision.at)}: “{decision.comment}”
            </span>
          </Typography>
        ))}
      {operation.override && (
        <Typography variant="body2" component="div" className={classes.message}>
          <ToneIcon tone="warning" className={classes.icon} />
          <span>
            {personName(operation.override.by)} passed over{' '}
            {operation.override.findings.join(', ')}: “
            {operation.override.reason}”
          </span>
        </Typography>
      )}
    </>
  );
}

interface Panel {
  id: string;
  label: string;
  render: () => ReactNode;
}

function RunPanel(props: { operation: OperationDetail }) {
  const { operation } = props;
  const live = useOperationLive(operation);
  return (
    <>
      <ResultPanel operation={operation} />
      {operation.steps.length > 0 && (
        <Section
          title="Steps"
          subtitle={`${operation.stepsDone} of ${operation.stepsTotal} done`}
          action={
            operation.state === 'running' ? (
              <div style={{ width: 180 }}>
                <StepProgress operation={operation} />
              </div>
            ) : undefined
          }
          flush
        >
          <StepsPanel steps={operation.steps} />
        </Section>
      )}
      <Section title="Log">
        <LogPanel live={live} />
      </Section>
    </>
  );
}

function panelsOf(operation: OperationDetail): Panel[] {
  const { plan } = operation;
  const panels: Panel[] = [];
  const isParent = operation.children.length > 0;
  if (plan) {
    const blocking = blockingFindings(operation).length;
    const warnings = plan.findings.filter(
      finding => finding.severity === 'warning',
    ).length;
    let label = 'Checks';
    if (blocking > 0) label = `Checks (${blocking} blocking)`;
    else if (warnings > 0) label = `Checks (${warnings} to look at)`;
    const { create, update, delete: removed } = plan.changes;
    panels.push(
      {
        id: 'plan',
        label: 'Plan',
        render: () => <PlanPanel operation={operation} />,
      },
      {
        id: 'checks',
        label,
        render: () => (
          <>
            <Section title="Checks before the run">
              <FindingsPanel findings={plan.findings} />
            </Section>
            <OverrideForm operation={operation} />
          </>
        ),
      },
      {
        id: 'changes',
        label: `Changes (${create + update + removed})`,
        render: () => <ChangesPanel operation={operation} />,
      },
    );
  }
  if (operation.delivery === 'gitops' && !isParent) {
    panels.push({
      id: 'files',
      label: 'Files',
      render: () => <FilesPanel operation={operation} />,
    });
  }
  if (operation.state !== 'planned') {
    panels.push({
      id: 'run',
      label: operation.state === 'running' ? 'Live run' : 'Run and result',
      render: () => <RunPanel operation={operation} />,
    });
  }
  return panels;
}

/** What a reader wants to see first in this state. */
function firstPanel(operation: OperationDetail): string {
  if (operation.state !== 'planned') return 'run';
  return blockingFindings(operation).length > 0 ? 'checks' : 'plan';
}

function OperationView(props: { operation: OperationDetail }) {
  const { operation } = props;
  const classes = useStyles();
  const { params, patch } = useUrlState();
  const panels = panelsOf(operation);
  const wanted = params.get('tab') ?? firstPanel(operation);
  const shown = panels.find(panel => panel.id === wanted) ?? panels[0];
  return (
    <>
      <Title operation={operation} />
      <Message operation={operation} />
      <OperationActions operation={operation} />
      <ChildrenPanel operation={operation} />
      {panels.length > 1 && (
        <Tabs
          className={classes.tabs}
          value={shown.id}
          onChange={(_, tab: string) => patch({ tab })}
          indicatorColor="primary"
          textColor="inherit"
          variant="scrollable"
          scrollButtons="auto"
          aria-label="Parts of the operation"
        >
          {panels.map(panel => (
            <Tab
              key={panel.id}
              value={panel.id}
              label={panel.label}
              className={classes.tab}
            />
          ))}
        </Tabs>
      )}
      {shown?.render()}
    </>
  );
}

/** One operation under its permanent address: plan, checks, diff, log, result, who and when. */
export function OperationPage() {
  const { operation: id = '' } = useParams();
  const operation = useOperation(id);
  return (
    <QueryView query={operation} what="the operation" rows={8}>
      {data => <OperationView key={data.id} operation={data} />}
    </QueryView>
  );
}
