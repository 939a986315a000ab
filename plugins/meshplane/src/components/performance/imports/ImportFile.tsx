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
import LinearProgress from '@material-ui/core/LinearProgress';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useEffect } from 'react';
import { useImportFile } from '../../../data/performance/importQueries';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { sizeWords, type ChosenFile } from './files';
import { ImportReport } from './ImportReport';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(1.5, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  actions: { display: 'flex', gap: theme.spacing(1), alignItems: 'center' },
}));

/** Where imported runs belong. */
export interface ImportTarget {
  entityRef?: string;
  profileId?: string;
}

/** One file: what it would bring, and then the import of it. */
export function ImportFile(props: {
  file: ChosenFile;
  target: ImportTarget;
  onRemove: () => void;
}) {
  const classes = useStyles();
  const { file, target } = props;
  const { fileName, content } = file;
  const look = useImportFile();
  const take = useImportFile();
  const { mutate: lookAt } = look;
  useEffect(() => {
    if (content) lookAt({ fileName, content, dryRun: true });
  }, [content, fileName, lookAt]);
  const found = look.data
    ? look.data.runs.length + look.data.profiles.length
    : 0;
  return (
    <section className={classes.root} aria-label={fileName}>
      <Typography variant="subtitle2" component="h4">
        {fileName}{' '}
        <Typography variant="caption" color="textSecondary">
          {sizeWords(file.bytes)}
        </Typography>
      </Typography>
      {file.problem && (
        <Typography variant="body2" color="error" role="alert">
          {file.problem}
        </Typography>
      )}
      {(look.isPending || take.isPending) && content && (
        <LinearProgress aria-label={`Reading ${fileName}`} />
      )}
      {look.isError && (
        <ErrorNotice
          what={`"${fileName}" could not be read`}
          error={look.error}
          onRetry={() => content && lookAt({ fileName, content, dryRun: true })}
        />
      )}
      {take.isError && (
        <ErrorNotice
          what={`"${fileName}" was not imported`}
          error={take.error}
        />
      )}
      {take.data ? (
        <div role="status">
          <ImportReport result={take.data} isDryRun={false} />
        </div>
      ) : (
        look.data && <ImportReport result={look.data} isDryRun />
      )}
      <div className={classes.actions}>
        {!take.data && content && (
          <Button
            size="small"
            variant="contained"
            color="primary"
            disabled={found === 0 || take.isPending}
            aria-label={`Import ${fileName}`}
            onClick={() => take.mutate({ fileName, content, ...target })}
          >
            Import
          </Button>
        )}
        <Button
          size="small"
          aria-label={`Remove ${fileName} from the list`}
          onClick={props.onRemove}
        >
          {take.data ? 'Close' : 'Remove'}
        </Button>
      </div>
    </section>
  );
}
