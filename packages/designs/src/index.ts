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

export * from './model/design';
export * from './model/report';
export { canonicalDesign, writeDesign } from './model/canonical';
export { readDesign } from './model/readDesign';
export type { DesignRead } from './model/readDesign';
export * from './registry/KindRegistry';
export { objectOf } from './objects/kubernetesObject';
export type { KubernetesObject } from './objects/kubernetesObject';
export {
  importText,
  isOtherFormat,
  textFormats,
} from './importers/importDesign';
export type { ImportTextOptions } from './importers/importDesign';
export { defaultTextLimits } from './text/limits';
export type { TextLimits } from './text/limits';
export { evaluate } from './relationships/evaluate';
export type {
  EvaluateOptions,
  Evaluation,
  TraceEntry,
} from './relationships/evaluate';
export type {
  ConnectPatch,
  RelationshipRule,
  Sightings,
} from './relationships/Rule';
export { ComponentIndex } from './relationships/ComponentIndex';
export type { Indexed } from './relationships/ComponentIndex';
export { allRules } from './relationships/rules';
export { deployOrder } from './deploy/deployOrder';
export type { DeployOrder, OrderEdge } from './deploy/deployOrder';
export { createRegistry } from './registry/createRegistry';
export type { RegistryModel } from './registry/createRegistry';
export { openApiDocumentSchema } from './registry/openApiModel';
export type { OpenApiDocument } from './registry/openApiModel';
export { validateDesign } from './validation/validateDesign';
export type { ValidateOptions } from './validation/validateDesign';
export { exportDesign } from './exporters/exportDesign';
export { exportFormats } from './exporters/Exporter';
export type {
  ExportedDesign,
  ExportedFile,
  ExportFormat,
  ExportOptions,
} from './exporters/Exporter';
export { renderManifests } from './exporters/kubernetes';
export { applyParameters } from './parameters/applyParameters';
export type { DesignChange } from './parameters/applyParameters';
export { applyEnvironment } from './parameters/applyEnvironment';
export type { ApplyEnvironmentOptions } from './parameters/applyEnvironment';
export type { ScopeOf } from './objects/scope';
export { diffDesigns } from './diff/diffDesigns';
export type {
  DesignChangeEntry,
  DesignDifference,
  ListDifference,
} from './diff/diffDesigns';
export { joinDesigns } from './join/joinDesigns';
