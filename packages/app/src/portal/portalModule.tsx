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
  createExtension,
  coreExtensionData,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { NavContentBlueprint } from '@backstage/plugin-app-react';
import { Navigate } from 'react-router-dom';
import { PortalSidebar } from './PortalSidebar';

const navigation = NavContentBlueprint.make({
  params: { component: PortalSidebar },
});

// The demo is about meshes: its front door is the Mesh page.
const entrance = createExtension({
  name: 'entrance',
  attachTo: { id: 'app/routes', input: 'routes' },
  output: [coreExtensionData.routePath, coreExtensionData.reactElement],
  factory: () => [
    coreExtensionData.routePath('/'),
    coreExtensionData.reactElement(<Navigate to="/mesh" replace />),
  ],
});

/** Navigation and entrance of the demo portal. */
export const portalModule = createFrontendModule({
  pluginId: 'app',
  extensions: [navigation, entrance],
});
