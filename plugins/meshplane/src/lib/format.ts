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

import type { ObjectRef } from '@meshplane/meshes';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 workloads", "1 workload". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Whole percent of `part` in `total`; never 0 or 100 unless it is exactly that. */
export function percent(part: number, total: number): number {
  if (total <= 0) return 0;
  const value = Math.round((part / total) * 100);
  if (value === 0 && part > 0) return 1;
  if (value === 100 && part < total) return 99;
  return value;
}

/** How long ago (or until) an ISO time is, in words: "2 min ago", "in 30 s". */
export function relativeTime(iso: string, now: number = Date.now()): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  const distance = Math.abs(now - time);
  const past = now >= time;
  let text: string;
  if (distance < 5_000) return past ? 'just now' : 'now';
  if (distance < MINUTE) text = `${Math.round(distance / 1000)} s`;
  else if (distance < HOUR) text = `${Math.round(distance / MINUTE)} min`;
  else if (distance < DAY) text = `${Math.round(distance / HOUR)} h`;
  else text = plural(Math.round(distance / DAY), 'day');
  return past ? `${text} ago` : `in ${text}`;
}

/**
 * Starts a sentence with a capital letter, unless its first word is a name that is written otherwise
 * (`istio.io/rev=1-30 …`).
 */
export function asSentence(text: string): string {
  const [first = ''] = text.split(/\s/, 1);
  return /^[a-z]+,?$/.test(first)
    ? text.charAt(0).toLocaleUpperCase('en') + text.slice(1)
    : text;
}

/** "Deployment shop/cart". */
export function objectLabel(object: ObjectRef): string {
  return object.namespace
    ? `${object.kind} ${object.namespace}/${object.name}`
    : `${object.kind} ${object.name}`;
}

/** Stable identity of an object within a cluster. */
export function objectKey(object: ObjectRef): string {
  return `${object.apiVersion}/${object.kind}/${object.namespace ?? ''}/${
    object.name
  }`;
}

/** A span of time in words: "45 s", "3 min", "1 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}

/** Seconds between two ISO times. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 1000);
}

/**
 * How a cluster is called. Plans, messages and addresses use its name; a title that is only spelled otherwise would make
 * one cluster look like two.
 */
export function clusterLabel(name: string, title: string): string {
  return title.toLowerCase() === name.toLowerCase() ? name : title;
}

/** "user:default/jane" is "jane"; a service stays as it is. */
export function personName(ref: string): string {
  return ref.replace(/^user:(default\/)?/i, '');
}
