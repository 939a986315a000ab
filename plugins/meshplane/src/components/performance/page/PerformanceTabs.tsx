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
import { Link, useLocation } from 'react-router-dom';
import { usePerformancePaths } from '../../../lib/usePerformancePaths';
import { performanceTabs } from './views';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    padding: theme.spacing(0, 3),
    borderBottom: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    '@media print': { display: 'none' },
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

/** The tab that an address below `root` belongs to; `false` where none does. */
export function activeTab(pathname: string, root: string): string | false {
  const head = pathname
    .slice(pathname.indexOf(root) + root.length)
    .split('/')
    .find(Boolean);
  return performanceTabs.some(tab => tab.view === head) ? head ?? false : false;
}

/** Views of the Performance page. */
export function PerformanceTabs() {
  const classes = useStyles();
  const paths = usePerformancePaths();
  const { pathname } = useLocation();
  return (
    <div className={classes.root}>
      <Tabs
        value={activeTab(pathname, paths.root())}
        className={classes.tabs}
        variant="scrollable"
        scrollButtons="auto"
        indicatorColor="primary"
        textColor="inherit"
        aria-label="Views of the Performance page"
      >
        {performanceTabs.map(tab => (
          <Tab
            key={tab.view}
            value={tab.view}
            label={tab.label}
            component={Link}
            to={paths.view(tab.view)}
            className={classes.tab}
          />
        ))}
      </Tabs>
    </div>
  );
}
