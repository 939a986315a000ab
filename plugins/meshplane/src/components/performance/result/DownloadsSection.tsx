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
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useExportRun } from '../../../data/performance/importQueries';
import { saveFile } from '../../../lib/saveFile';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { Section } from '../../layout/Section';
import { exportChoices } from '../imports/exportChoices';
import { Notes } from '../parts/Notes';

const useStyles = makeStyles(theme => ({
  root: { '@media print': { display: 'none' } },
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
    gap: theme.spacing(1.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
}));

/** The result as files, in every format. */
export function DownloadsSection(props: { run: string }) {
  const classes = useStyles();
  const exporting = useExportRun();
  const [warnings, setWarnings] = useState<string[]>([]);
  const download = (format: string) =>
    exporting.mutate(
      { run: props.run, format },
      {
        onSuccess: file => {
          saveFile(file);
          setWarnings(file.warnings);
        },
      },
    );
  return (
    <div className={classes.root}>
      <Section title="Downloads" subtitle="The raw data behind this page">
        {exporting.isError && (
          <ErrorNotice what="The file was not made" error={exporting.error} />
        )}
        <ul className={classes.list}>
          {exportChoices.map(choice => (
            <li key={choice.value}>
              <Button
                size="small"
                variant="outlined"
                disabled={exporting.isPending}
                aria-label={`Download ${choice.label}`}
                onClick={() => download(choice.value)}
              >
                {choice.label}
              </Button>
              <Typography
                variant="caption"
                color="textSecondary"
                component="div"
              >
                {choice.help}
              </Typography>
            </li>
          ))}
        </ul>
        <Notes label="Lost in this format" items={warnings} />
      </Section>
    </div>
  );
}
