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
import type { PerformanceProfile } from '@meshplane/plugin-meshplane-common';
import { useEffect, useRef } from 'react';
import { useProfile } from '../../../data/performanceQueries';
import { personName } from '../../../lib/format';
import { QueryView } from '../../feedback/QueryView';
import { ToneIcon } from '../../status/StatusLabel';
import { ChangesTable } from './ChangesTable';

const useStyles = makeStyles(theme => ({
  root: {
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.palette.divider}`,
    borderLeft: `4px solid ${theme.palette.warning.main}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    // The buttons stick to the bottom of the window and would cover it.
    scrollMarginBottom: `${theme.spacing(11)}px`,
  },
  action: { marginTop: theme.spacing(1.5) },
}));

/** Somebody else saved meanwhile: shows what they changed, and lets one's own version follow theirs. */
export function ConflictNotice(props: {
  base: PerformanceProfile;
  isSaving: boolean;
  onSaveOver: (version: number) => void;
}) {
  const { base } = props;
  const classes = useStyles();
  const newest = useProfile(base.id);
  const { refetch } = newest;
  // What was loaded with the form is what the other one has replaced.
  useEffect(() => {
    void refetch();
  }, [refetch]);
  const box = useRef<HTMLDivElement>(null);
  const isThere = newest.data !== undefined && !newest.isFetching;
  useEffect(() => {
    box.current?.scrollIntoView?.({ block: 'nearest' });
  }, [isThere]);
  return (
    <div ref={box} className={classes.root} role="alert">
      <Typography variant="subtitle1" component="p">
        <ToneIcon tone="warning" /> Somebody else has saved this profile
        meanwhile
      </Typography>
      <QueryView query={newest} what="the newest version" rows={2}>
        {other => (
          <>
            <Typography variant="body2" paragraph>
              You began with version {base.version};{' '}
              {personName(other.updatedBy)} has made version {other.version}{' '}
              since. This is what it changed. Nothing that you typed is lost:
              take over what you need by hand, or save yours as version{' '}
              {other.version + 1}, which takes these changes back.
            </Typography>
            <ChangesTable older={base} newer={other} />
            <div className={classes.action}>
              <Button
                variant="outlined"
                disabled={props.isSaving || other.version === base.version}
                onClick={() => props.onSaveOver(other.version)}
              >
                Save mine as version {other.version + 1}
              </Button>
            </div>
          </>
        )}
      </QueryView>
    </div>
  );
}
