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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useExportRun } from '../../../data/performance/importQueries';
import { saveFile } from '../../../lib/saveFile';
import { ErrorNotice } from '../../feedback/ErrorNotice';
import { Section } from '../../layout/Section';
import { FieldList, FormChoice } from '../parts/fields';
import { Notes } from '../parts/Notes';
import { RunPicker } from '../parts/RunPicker';
import { exportChoices } from './exportChoices';

/** Runs whose files are made at once; each is a download of its own. */
const MAX_RUNS = 10;

/** Any finished run as a file in any of the formats. */
export function ExportSection() {
  const [runs, setRuns] = useState<string[]>([]);
  const [format, setFormat] = useState(exportChoices[0].value);
  const [warnings, setWarnings] = useState<string[]>([]);
  const exporting = useExportRun();
  const download = async () => {
    const found: string[] = [];
    for (const run of runs) {
      const file = await exporting.mutateAsync({ run, format });
      saveFile(file);
      found.push(...file.warnings.map(text => `${file.fileName}: ${text}`));
    }
    setWarnings(found);
  };
  return (
    <Section
      title="Export"
      subtitle="Finished runs as files; the page of a run and of an experiment have the same downloads"
    >
      {exporting.isError && (
        <ErrorNotice what="The export failed" error={exporting.error} />
      )}
      <FieldList>
        <RunPicker
          label="Runs to export"
          chosen={runs}
          max={MAX_RUNS}
          onChange={setRuns}
        />
        <FormChoice
          label="Format"
          value={format}
          onChange={setFormat}
          options={exportChoices}
          help={exportChoices.find(item => item.value === format)?.help}
        />
        <div>
          <Button
            variant="outlined"
            disabled={runs.length === 0 || exporting.isPending}
            onClick={() => {
              // What failed is said above, from the state of the mutation.
              download().catch(() => undefined);
            }}
          >
            {exporting.isPending ? 'Making the file…' : 'Download'}
          </Button>
        </div>
      </FieldList>
      {warnings.length > 0 && (
        <Typography variant="body2">Lost in this format:</Typography>
      )}
      <Notes label="Lost in this format" items={warnings} />
    </Section>
  );
}
