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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import type { RunDetail } from '@meshplane/plugin-meshplane-common';
import { Facts } from '../../layout/Facts';
import { Section } from '../../layout/Section';

const useStyles = makeStyles(theme => ({
  note: { whiteSpace: 'pre-wrap' },
  link: { marginTop: theme.spacing(1) },
}));

/** What people say of this run, and where else it can be looked at. */
export function NoteSection(props: { run: RunDetail }) {
  const classes = useStyles();
  const { note, labels, links } = props.run;
  const names = Object.entries(labels);
  if (!note && names.length === 0 && links.length === 0) return null;
  return (
    <Section title="Note, labels and links">
      {note && (
        <Typography variant="body2" paragraph className={classes.note}>
          {note}
        </Typography>
      )}
      {names.length > 0 && (
        <Facts items={names.map(([name, value]) => ({ name, value }))} />
      )}
      {links.map(link => (
        <div key={link.url} className={classes.link}>
          <Link to={link.url}>{link.title}</Link>
        </div>
      ))}
    </Section>
  );
}
