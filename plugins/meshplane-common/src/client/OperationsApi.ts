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

import type {
  ApproveBody,
  ChartValues,
  ChartValuesQuery,
  GitOpsFiles,
  HelmReleaseList,
  LifecycleOfferList,
  MigrationList,
  ObjectChangeList,
  ObjectChangeQuery,
  OperationDetail,
  OperationEvent,
  OperationList,
  OperationLog,
  OperationLogQuery,
  OperationQuery,
  OperationRequestInput,
  ReasonBody,
  SampleList,
} from '../api';

/**
 * Plan, approve, watch and steer operations, and what there is to plan.
 *
 * @public
 */
export interface OperationsApi {
  /** Plans; answers when the plan is there. Nothing is changed before it is approved. */
  createOperation(request: OperationRequestInput): Promise<OperationDetail>;
  getOperations(query?: OperationQuery): Promise<OperationList>;
  getOperation(operation: string): Promise<OperationDetail>;
  getOperationChanges(
    operation: string,
    query?: ObjectChangeQuery,
  ): Promise<ObjectChangeList>;
  getOperationLog(
    operation: string,
    query?: OperationLogQuery,
  ): Promise<OperationLog>;
  /** Files of an operation with delivery `gitops`. */
  getOperationFiles(operation: string): Promise<GitOpsFiles>;
  /** Approves the plan with this hash, which starts it. */
  approveOperation(
    operation: string,
    body: ApproveBody,
  ): Promise<OperationDetail>;
  rejectOperation(
    operation: string,
    body?: ReasonBody,
  ): Promise<OperationDetail>;
  /** Stops the running step; the answer may still say `running`. */
  cancelOperation(
    operation: string,
    body?: ReasonBody,
  ): Promise<OperationDetail>;
  /** Goes on after a failure, an interruption or a cancellation. */
  resumeOperation(
    operation: string,
    body?: ReasonBody,
  ): Promise<OperationDetail>;
  /** Takes back the steps that were done, the last one first. */
  rollbackOperation(
    operation: string,
    body?: ReasonBody,
  ): Promise<OperationDetail>;
  /** Goes on to the other clusters after the canary. */
  continueOperation(
    operation: string,
    body?: ReasonBody,
  ): Promise<OperationDetail>;
  /**
   * Streams log, updates and the end of an operation until the signal aborts or the operation has ended. The log comes
   * from its beginning, or from behind the entry `after`.
   *
   * @throws when the connection breaks, so that the caller can reconnect with `after` set to the last entry it has
   */
  streamOperation(
    operation: string,
    onEvent: (event: OperationEvent) => void,
    options: { signal: AbortSignal; after?: number },
  ): Promise<void>;
  /** What can be installed and upgraded on a cluster. */
  getLifecycle(cluster: string): Promise<LifecycleOfferList>;
  getChartValues(
    definition: string,
    query: ChartValuesQuery,
  ): Promise<ChartValues>;
  getReleases(cluster: string): Promise<HelmReleaseList>;
  getSamples(): Promise<SampleList>;
  getMigrations(cluster: string): Promise<MigrationList>;
}
