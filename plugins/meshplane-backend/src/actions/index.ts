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

import type { ActionOptions } from './ActionOptions';
import { createExplainCoverageAction } from './createExplainCoverageAction';
import { createListClustersAction } from './createListClustersAction';
import { createListMeshesAction } from './createListMeshesAction';
import { createDecisionActions } from './operations/createDecisionActions';
import { createGetOperationAction } from './operations/createGetOperationAction';
import { createListLifecycleOffersAction } from './operations/createListLifecycleOffersAction';
import { createListOperationsAction } from './operations/createListOperationsAction';
import { createPlanOperationAction } from './operations/createPlanOperationAction';
import { createJudgingActions } from './performance/createJudgingActions';
import { createListProfilesAction } from './performance/createListProfilesAction';
import { createRunActions } from './performance/createRunActions';
import { createShowRunActions } from './performance/createShowRunActions';

/** Registers what MCP clients and other callers of the actions registry may use. */
export function registerActions(options: ActionOptions) {
  createListClustersAction(options);
  createListMeshesAction(options);
  createExplainCoverageAction(options);
  createListLifecycleOffersAction(options);
  createListOperationsAction(options);
  createGetOperationAction(options);
  createPlanOperationAction(options);
  createDecisionActions(options);
  createListProfilesAction(options);
  createShowRunActions(options);
  createRunActions(options);
  createJudgingActions(options);
}
