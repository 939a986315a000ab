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
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import { useId } from 'react';
import type { LinkParams } from '../../lib/meshPaths';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { useWhyNotPlan } from './useMayPlan';

const useStyles = makeStyles({ root: { maxWidth: 320 } });

/** Leads into the wizard; where that is no use it says why instead, readable by keyboard and screen reader. */
export function PlanLink(props: {
  label: string;
  cluster: string;
  params: LinkParams;
  /** Why it is not possible apart from permissions, such as "managed by an operator". */
  reason?: string;
  /** Element that says the reason for several buttons at once; the button does not repeat it. */
  reasonId?: string;
  primary?: boolean;
  size?: 'small' | 'medium';
}) {
  const { label, cluster, params, size = 'medium' } = props;
  const classes = useStyles();
  const paths = useMeshPaths();
  const id = useId();
  const forbidden = useWhyNotPlan(cluster);
  const reason = props.reason ?? forbidden;
  const isSaid = props.reasonId !== undefined && props.reason !== undefined;
  const variant = props.primary ? 'contained' : 'outlined';
  if (!reason) {
    return (
      <LinkButton
        to={paths.plan({ cluster: [cluster], ...params })}
        variant={variant}
        color="primary"
        size={size}
      >
        {label}
      </LinkButton>
    );
  }
  return (
    <div className={classes.root}>
      <Button
        disabled
        variant={variant}
        size={size}
        aria-describedby={isSaid ? props.reasonId : id}
      >
        {label}
      </Button>
      {!isSaid && (
        <Typography
          id={id}
          variant="caption"
          color="textSecondary"
          component="div"
        >
          {reason}
        </Typography>
      )}
    </div>
  );
}
