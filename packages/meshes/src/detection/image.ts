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

/** An image reference taken apart; digests are dropped because they say nothing about the version. */
export interface ImageReference {
  /** With registry: `docker.io/istio/proxyv2`. */
  repository: string;
  tag?: string;
}

const parsed = new Map<string, ImageReference>();
/** A cluster runs a few hundred images in many thousand pods; the limit only guards against a hostile cluster. */
const CACHE_LIMIT = 20_000;

/** Parses `registry:port/path/name:tag@digest`. */
export function parseImage(image: string): ImageReference {
  const cached = parsed.get(image);
  if (cached) return cached;
  const at = image.indexOf('@');
  const name = at === -1 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(':');
  // A colon before the last slash belongs to the port of the registry.
  const reference =
    colon > name.lastIndexOf('/')
      ? { repository: name.slice(0, colon), tag: name.slice(colon + 1) }
      : { repository: name };
  if (parsed.size >= CACHE_LIMIT) parsed.clear();
  parsed.set(image, reference);
  return reference;
}
