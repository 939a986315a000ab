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

import TablePagination from '@material-ui/core/TablePagination';

/** Pages of a list that the server cuts. */
export function Pager(props: {
  total: number;
  limit: number;
  offset: number;
  sizes: number[];
  onChange: (change: { limit: number; offset: number }) => void;
}) {
  const { total, limit, onChange } = props;
  // A list that became shorter leaves the address beyond its end: show the last page there is.
  const last = Math.max(0, Math.ceil(total / limit) - 1);
  const page = Math.min(Math.floor(props.offset / limit), last);
  return (
    <TablePagination
      component="div"
      count={total}
      page={page}
      rowsPerPage={limit}
      rowsPerPageOptions={props.sizes}
      labelRowsPerPage="Rows"
      onPageChange={(_, next) => onChange({ limit, offset: next * limit })}
      onRowsPerPageChange={event =>
        onChange({ limit: Number(event.target.value), offset: 0 })
      }
    />
  );
}
