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
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createComparePerformanceAction } from './actions/comparePerformance';
import { createDescribeMeshAction } from './actions/describeMesh';
import { createInstallMeshAction } from './actions/installMesh';
import { createOnboardNamespaceAction } from './actions/onboardNamespace';
import { createRunPerformanceAction } from './actions/runPerformance';
import { createUninstallMeshAction } from './actions/uninstallMesh';
import { createUpgradeMeshAction } from './actions/upgradeMesh';
import { createWaitForOperationAction } from './actions/waitForOperation';

/**
 * Adds the scaffolder actions of Meshplane.
 *
 * @public
 */
export const scaffolderModuleMeshplane = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'meshplane',
  register({ registerInit }) {
    registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, discovery }) {
        const options = { auth, discovery };
        actions.addActions(
          createDescribeMeshAction(options),
          createInstallMeshAction(options),
          createUpgradeMeshAction(options),
          createUninstallMeshAction(options),
          createOnboardNamespaceAction(options),
          createWaitForOperationAction(options),
          createRunPerformanceAction(options),
          createComparePerformanceAction(options),
        );
      },
    });
  },
});
