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

import { useRef, useState } from 'react';
import { useProfiles } from '../../../data/performanceQueries';
import { PageTitle } from '../../layout/PageTitle';
import { Section } from '../../layout/Section';
import { FieldRow, FormChoice, FormText } from '../parts/fields';
import { ExportSection } from './ExportSection';
import { FileDrop } from './FileDrop';
import { fileOfText, readFiles, type ChosenFile } from './files';
import { ImportFile } from './ImportFile';
import { PasteText } from './PasteText';

/** Results of other tools come in, results go out. */
export function ImportsPage() {
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const [profileId, setProfileId] = useState('');
  const [entityRef, setEntityRef] = useState('');
  const lastKey = useRef(0);
  const nextKey = () => {
    lastKey.current += 1;
    return String(lastKey.current);
  };
  const profiles = useProfiles({ limit: 500 });
  const add = (more: ChosenFile[]) => setFiles(before => [...before, ...more]);
  return (
    <>
      <PageTitle
        title="Import and export"
        meta="Each file is looked at first; nothing is kept until you import it"
      />
      <Section title="Import">
        <FileDrop
          onFiles={chosen => {
            void readFiles(chosen, nextKey).then(add);
          }}
        />
        <PasteText
          onText={(name, text) => add([fileOfText(nextKey(), name, text)])}
        />
      </Section>
      {files.length > 0 && (
        <Section title="Files">
          <FieldRow>
            <FormChoice
              label="Belongs to the profile"
              value={profileId}
              onChange={setProfileId}
              options={[
                { value: '', label: 'None' },
                ...(profiles.data?.items ?? []).map(item => ({
                  value: item.id,
                  label: item.name,
                })),
              ]}
            />
            <FormText
              label="Belongs to the component"
              value={entityRef}
              onChange={setEntityRef}
              placeholder="component:default/checkout"
            />
          </FieldRow>
          {files.map(file => (
            <ImportFile
              key={file.key}
              file={file}
              target={{
                profileId: profileId || undefined,
                entityRef: entityRef.trim() || undefined,
              }}
              onRemove={() =>
                setFiles(before => before.filter(item => item !== file))
              }
            />
          ))}
        </Section>
      )}
      <ExportSection />
    </>
  );
}
