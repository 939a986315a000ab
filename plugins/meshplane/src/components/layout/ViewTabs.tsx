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

import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from 'react-router-dom';
import { useMeshPaths } from '../../lib/useMeshPaths';
import { LiveIndicator } from '../status/LiveIndicator';
import { ClusterSwitcher } from './ClusterSwitcher';
import { useActiveView } from './useActiveView';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(0, 3),
    borderBottom: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
  },
  tabs: { flex: 1, minWidth: 0 },
  tab: {
    minWidth: 0,
    padding: theme.spacing(1.5, 2),
    textTransform: 'none',
    // The portal's own hover colour is that of the light theme.
    '&:hover': {
      color: 'inherit',
      backgroundColor: theme.palette.action.hover,
    },
  },
}));

/** Views of the Mesh page, the cluster that they show, and how current they are. */
export function ViewTabs() {
  const classes = useStyles();
  const paths = useMeshPaths();
  const { view, cluster } = useActiveView();
  const tabs = [
    { value: 'overview', label: 'Overview', to: paths.overview() },
    ...(['coverage', 'topology', 'inventory', 'lifecycle'] as const).map(
      value => ({
        value,
        label: value[0].toUpperCase() + value.slice(1),
        to: paths.view(value, cluster),
      }),
    ),
    { value: 'operations', label: 'Operations', to: paths.operations() },
    { value: 'connections', label: 'Connections', to: paths.connections() },
  ];
  return (
    <div className={classes.root}>
      <Tabs
        value={view}
        className={classes.tabs}
        variant="scrollable"
        scrollButtons="auto"
        indicatorColor="primary"
        textColor="inherit"
        aria-label="Views of the Mesh page"
      >
        {tabs.map(tab => (
          <Tab
            key={tab.value}
            value={tab.value}
            label={tab.label}
            component={Link}
            to={tab.to}
            className={classes.tab}
          />
        ))}
      </Tabs>
      <ClusterSwitcher />
      <LiveIndicator />
    </div>
  );
}
