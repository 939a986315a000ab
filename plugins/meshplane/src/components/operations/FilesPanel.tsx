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
import type {
  GitOpsFiles,
  OperationDetail,
} from '@meshplane/plugin-meshplane-common';
import { useOperationFiles } from '../../data/operationQueries';
import { EmptyNotice } from '../feedback/EmptyNotice';
import { QueryView } from '../feedback/QueryView';
import { Section } from '../layout/Section';
import { CodeBlock, download } from './CodeBlock';

const tools: Record<GitOpsFiles['tool'], string> = {
  flux: 'Flux',
  argocd: 'Argo CD',
};

/** All files as one YAML stream, each under its path. */
export function joinFiles(files: GitOpsFiles['files']): string {
  return files
    .map(file => `# ${file.path}\n${file.content.replace(/\n?$/, '\n')}`)
    .join('---\n');
}

/** What GitOps mode writes instead of changing the cluster. */
export function FilesPanel(props: { operation: OperationDetail }) {
  const { operation } = props;
  const files = useOperationFiles(
    operation.id,
    operation.delivery === 'gitops' && operation.children.length === 0,
  );
  return (
    <QueryView query={files} what="the files" rows={4}>
      {data =>
        data.files.length > 0 ? (
          <>
            <Typography variant="body2" paragraph>
              For {tools[data.tool]}. Commit them to the repository that the
              cluster follows; nothing is changed by this portal.{' '}
              <Button
                size="small"
                variant="outlined"
                onClick={() =>
                  download(
                    `${operation.target.replace(/\W+/g, '-')}.yaml`,
                    joinFiles(data.files),
                  )
                }
              >
                Download all as one file
              </Button>
            </Typography>
            {data.files.map(file => (
              <Section key={file.path} title={file.path}>
                <CodeBlock
                  label={`Content of ${file.path}`}
                  text={file.content}
                  fileName={file.path}
                />
              </Section>
            ))}
          </>
        ) : (
          <EmptyNotice
            title="No files"
            text="This operation writes nothing in GitOps mode."
          />
        )
      }
    </QueryView>
  );
}
