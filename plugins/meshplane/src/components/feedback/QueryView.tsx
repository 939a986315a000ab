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

import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';
import { LoadingRows } from './LoadingRows';

/**
 * The three states of a query. Data that is there stays visible when a refresh fails; the failure is said above it.
 */
export function QueryView<T>(props: {
  query: UseQueryResult<T>;
  /** What is shown: "the coverage". */
  what: string;
  cluster?: string;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  const { query, what, cluster } = props;
  const notice = query.isError && (
    <ErrorNotice
      what={
        query.data === undefined
          ? `Could not load ${what}`
          : `Could not refresh ${what}; what is shown may be out of date`
      }
      cluster={cluster}
      error={query.error}
      onRetry={() => void query.refetch()}
    />
  );
  if (query.data !== undefined) {
    return (
      <>
        {notice}
        {props.children(query.data)}
      </>
    );
  }
  return notice || <LoadingRows label={`Loading ${what}`} rows={props.rows} />;
}
