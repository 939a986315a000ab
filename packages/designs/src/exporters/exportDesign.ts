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

import type { Design } from '../model/design';
import type {
  ExportedDesign,
  Exporter,
  ExportFormat,
  ExportOptions,
} from './Exporter';
import { exportHelm } from './helm/exportHelm';
import { exportKubernetes } from './kubernetes';
import { exportKustomize } from './kustomize';
import { exportMesheryDesign } from './meshery/exportMesheryDesign';
import { exportMesheryPattern } from './meshery/exportMesheryPattern';
import { exportNative } from './native';
import { exportOam } from './oam';

const EXPORTERS: Readonly<Record<ExportFormat, Exporter>> = {
  meshplane: exportNative,
  kubernetes: exportKubernetes,
  kustomize: exportKustomize,
  helm: exportHelm,
  'meshery-design-v1beta1': (design, options) =>
    exportMesheryDesign('v1beta1', design, options),
  'meshery-design-v1beta3': (design, options) =>
    exportMesheryDesign('v1beta3', design, options),
  'meshery-pattern-v1alpha2': exportMesheryPattern,
  oam: exportOam,
};

/**
 * Writes a design in a format. The same design gives the same bytes, whatever the order of its lists; what the format
 * has no place for is said in the warnings.
 *
 * @public
 */
export function exportDesign(
  design: Design,
  format: ExportFormat,
  options: ExportOptions = {},
): ExportedDesign {
  const { files, warnings } = EXPORTERS[format](design, options);
  return {
    files: [...files].sort((a, b) =>
      a.path < b.path ? -1 : Number(a.path > b.path),
    ),
    warnings,
  };
}
