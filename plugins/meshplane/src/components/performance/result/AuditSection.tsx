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

import { makeStyles } from '@material-ui/core/styles';
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { Section } from '../../layout/Section';
import { StatusLabel } from '../../status/StatusLabel';
import { severityWords } from '../../status/words';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: '110px 1fr',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 0),
  },
}));

/** What is to be said about the run itself, and what the generator is known to distort. */
export function AuditSection(props: { run: RunDetail }) {
  const classes = useStyles();
  const { audit, result } = props.run;
  const items = [
    ...audit,
    ...[...(result?.warnings ?? [])].map(message => ({
      severity: 'warning' as const,
      message,
    })),
    ...(result?.generator.caveats ?? []).map(message => ({
      severity: 'info' as const,
      message,
    })),
  ];
  if (items.length === 0) return null;
  return (
    <Section title="About this run">
      <ul className={classes.list} aria-label="Findings about the run">
        {items.map(item => (
          <li key={item.message} className={classes.item}>
            <StatusLabel state={severityWords[item.severity]} />
            <span>{item.message}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
