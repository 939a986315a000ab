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

import type { MeshDefinition, VersionLine } from '../model/definition';
import type { Support } from '../model/results';
import { dateInWords, daysUntilEndOf, monthInWords } from './dates';
import {
  lineOf,
  newestKnown,
  productName,
  versionInWords,
  type LineMatch,
} from './lines';
import {
  compareMeshVersions,
  parseMeshVersion,
  type MeshVersion,
} from './version';

/** How long before its end of life a version is called ending: time for an upgrade in a company. */
const ENDING_DAYS = 90;
/** How long "supported" in a source is believed without a date; releases come several times a year. */
const STATEMENT_DAYS = 365;

type State = Pick<Support, 'state' | 'text'>;

/**
 * Whether a version still gets fixes, from the data of its definition.
 *
 * @param version - as detected; undefined if none could be read
 * @param now - the current time
 * @public
 */
export function supportOf(
  definition: MeshDefinition,
  version: string | undefined,
  now: Date,
): Support {
  const { lifecycle } = definition;
  if (lifecycle.state === 'ended' && lifecycle.ended !== undefined)
    return endedProduct(definition, lifecycle.ended, now);
  const latest = newestKnown(definition);
  if (version === undefined)
    return {
      state: 'unknown',
      latest,
      text: 'No version could be read, so nothing can be said about its support.',
    };
  const parsed = parseMeshVersion(version, definition.versioning);
  if (!parsed)
    return {
      state: 'unknown',
      latest,
      text: `"${version}" is not a version of ${productName(
        definition,
      )} in a known form.`,
    };
  const match = lineOf(definition, parsed);
  if (!match) return { ...unlisted(definition, parsed), latest };
  if (parsed.preRelease)
    return {
      state: 'unknown',
      latest,
      text: `${parsed.text} is a pre-release of ${productName(definition)} ${
        match.line.line
      }: releases are supported, pre-releases are not.`,
    };
  return {
    ...supportOfLine(definition, match, now),
    latest,
    text: textOf(definition, parsed, match, now),
  };
}

/**
 * Whether a release line still gets fixes.
 *
 * @public
 */
export function lineSupport(
  definition: MeshDefinition,
  line: VersionLine,
  now: Date,
): Support {
  const { lifecycle } = definition;
  if (lifecycle.state === 'ended' && lifecycle.ended !== undefined)
    return endedProduct(definition, lifecycle.ended, now);
  const index = definition.versions.indexOf(line);
  const support = supportOfLine(definition, { line, index }, now);
  return { ...support, latest: line.latest };
}

function endedProduct(
  definition: MeshDefinition,
  ended: string,
  now: Date,
): Support {
  const { lifecycle, displayName } = definition;
  const days = daysUntilEndOf(ended, now);
  const by = lifecycle.endedBy ? `: ${lifecycle.endedBy}` : '';
  const common = {
    endOfLife: ended,
    latest: newestKnown(definition),
    wayOut: lifecycle.wayOut,
  };
  if (days < 0)
    return {
      ...common,
      state: 'ended',
      text: `${displayName} ended on ${dateInWords(ended)}${by}.`,
    };
  return {
    ...common,
    state: days <= ENDING_DAYS ? 'ending' : 'supported',
    text: `${displayName} ends on ${dateInWords(ended)}.`,
  };
}

function supportOfLine(
  definition: MeshDefinition,
  match: LineMatch,
  now: Date,
): State & Pick<Support, 'endOfLife'> {
  const { line } = match;
  const name = `${productName(definition)} ${line.line}`;
  if (match.orUpTo)
    return {
      state: 'unknown',
      text: `It belongs to ${name} or to a line up to ${match.orUpTo.line}; which one is not recorded.`,
    };
  if (line.endOfLife !== undefined)
    return {
      endOfLife: line.endOfLife,
      ...byDate(name, line, line.endOfLife, now),
    };
  if (line.statedSupport !== undefined)
    return byStatement(name, line, line.statedSupport, now);
  return {
    state: 'unknown',
    text: line.confirmed
      ? `No end-of-life date of ${name} is known.`
      : `${name} was announced, but its release could not be confirmed.`,
  };
}

function byDate(
  name: string,
  line: VersionLine,
  endOfLife: string,
  now: Date,
): State {
  const days = daysUntilEndOf(endOfLife, now);
  if (line.endOfLifeApproximate)
    return byApproximateDate(name, endOfLife, days);
  const doubt = line.unconfirmed?.includes('endOfLife')
    ? ' This date could not be confirmed.'
    : '';
  const date = dateInWords(endOfLife);
  if (days < 0)
    return {
      state: 'ended',
      text: `Support of ${name} ended on ${date}.${doubt}`,
    };
  return {
    state: days <= ENDING_DAYS ? 'ending' : 'supported',
    text: `${name} is supported until ${date}.${doubt}`,
  };
}

/** Dates that follow from the release of a later version slip; only well after them a line is surely out of support. */
function byApproximateDate(
  name: string,
  endOfLife: string,
  days: number,
): State {
  const month = monthInWords(endOfLife);
  if (days > ENDING_DAYS)
    return {
      state: 'supported',
      text: `${name} is supported until about ${month}.`,
    };
  if (days >= -ENDING_DAYS)
    return {
      state: 'ending',
      text: `Support of ${name} ends about ${month}; the exact day is not known.`,
    };
  return {
    state: 'ended',
    text: `Support of ${name} was to end about ${month}.`,
  };
}

function byStatement(
  name: string,
  line: VersionLine,
  stated: NonNullable<VersionLine['statedSupport']>,
  now: Date,
): State {
  const checked = dateInWords(line.source.checked);
  const stale = daysUntilEndOf(line.source.checked, now) < -STATEMENT_DAYS;
  const doubt = line.confirmed ? '' : ' This could not be confirmed.';
  if (stated === 'ended' || (stated === 'ending' && stale))
    return { state: 'ended', text: `Support of ${name} has ended.${doubt}` };
  if (stated === 'ending')
    return {
      state: 'ending',
      text: `Support of ${name} is about to end or has just ended (as of ${checked}).${doubt}`,
    };
  return stale
    ? {
        state: 'unknown',
        text: `${name} was supported on ${checked}; newer information is missing.`,
      }
    : {
        state: 'supported',
        text: `${name} is supported (as of ${checked}); no end-of-life date is known.${doubt}`,
      };
}

function textOf(
  definition: MeshDefinition,
  version: MeshVersion,
  match: LineMatch,
  now: Date,
): string {
  const { text } = supportOfLine(definition, match, now);
  const newest = parseMeshVersion(match.line.latest, definition.versioning);
  if (!newest || newest.scheme !== version.scheme || match.orUpTo) return text;
  return compareMeshVersions(version, newest) < 0
    ? `${text} ${newest.text} is the newest release of it that is known.`
    : text;
}

function unlisted(definition: MeshDefinition, version: MeshVersion): State {
  const name = `${productName(definition)} ${versionInWords(
    definition,
    version.text,
  )}`;
  const { versions, olderLinesEnded } = definition;
  const newest = versions.at(0);
  const oldest = versions.at(-1);
  if (!newest || !oldest)
    return {
      state: 'unknown',
      text: `No releases of ${productName(definition)} are recorded.`,
    };
  if (positionAgainst(version, newest) > 0)
    return {
      state: 'unknown',
      text: `${name} is newer than every line that is known here (up to ${
        newest.line
      }, as of ${dateInWords(newest.source.checked)}).`,
    };
  if (positionAgainst(version, oldest) > 0)
    return {
      state: 'unknown',
      text: `Nothing is recorded about the support of ${name}.`,
    };
  return olderLinesEnded
    ? {
        state: 'ended',
        text: `${name} is out of support: it is older than ${oldest.line}, the oldest line that still had any.`,
      }
    : {
        state: 'unknown',
        text: `${name} is older than every line that is known here (from ${oldest.line}); nothing is recorded about its support.`,
      };
}

/** Where a version that is not part of a line lies: negative before it, positive after it. */
function positionAgainst(version: MeshVersion, line: VersionLine): number {
  const first = parseMeshVersion(
    version.scheme === 'edge' ? line.firstEdge : line.line,
    version.scheme === 'edge' ? 'calendar-edge' : 'semver',
  );
  return first ? compareMeshVersions(version, first) : -1;
}
