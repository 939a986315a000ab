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

import {
  Sidebar,
  SidebarDivider,
  SidebarItem,
  SidebarSpace,
} from '@backstage/core-components';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import type { NavContentComponentProps } from '@backstage/plugin-app-react';
import { PortalLogo } from './PortalLogo';

/** Mesh first, then what every portal has; notifications and settings at the bottom. */
export function PortalSidebar({ navItems }: NavContentComponentProps) {
  const nav = navItems.withComponent(item => (
    <SidebarItem to={item.href} icon={() => item.icon} text={item.title} />
  ));
  const settings = nav.take('page:user-settings');
  // Its own item counts what is unread, which the general one does not.
  nav.take('page:notifications');
  return (
    <Sidebar>
      <PortalLogo />
      <SidebarDivider />
      {nav.take('page:meshplane')}
      {nav.take('page:meshplane/performance')}
      {nav.take('page:catalog')}
      {nav.take('page:scaffolder')}
      {nav.rest({ sortBy: 'title' })}
      <SidebarSpace />
      <SidebarDivider />
      <NotificationsSidebarItem />
      {settings}
    </Sidebar>
  );
}
