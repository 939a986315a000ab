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
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import {
  processingResult,
  type CatalogProcessor,
  type CatalogProcessorEmit,
  type LocationSpec,
} from '@backstage/plugin-catalog-node';

import {
  isTemplateEntityV1beta3,
  templateEntityV1beta3Validator,
} from '@backstage/plugin-scaffolder-common';

/** Teaches the catalog the kind Template, with its owner. */
export class TemplateEntityProcessor implements CatalogProcessor {
  getProcessorName() {
    return 'TemplateEntityProcessor';
  }

  async validateEntityKind(entity: Entity) {
    return templateEntityV1beta3Validator.check(entity);
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ) {
    if (!isTemplateEntityV1beta3(entity) || !entity.spec.owner) return entity;
    const template = parseEntityRef(stringifyEntityRef(entity));
    const owner = parseEntityRef(entity.spec.owner, {
      defaultKind: 'Group',
      defaultNamespace: template.namespace,
    });
    for (const [source, type, target] of [
      [template, RELATION_OWNED_BY, owner],
      [owner, RELATION_OWNER_OF, template],
    ] as const)
      emit(processingResult.relation({ source, type, target }));
    return entity;
  }
}
