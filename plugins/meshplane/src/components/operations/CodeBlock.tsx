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
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.5),
  },
  text: {
    margin: 0,
    padding: theme.spacing(1.5),
    maxHeight: 420,
    overflow: 'auto',
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
    color: theme.palette.text.primary,
    fontFamily: 'Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 12.5,
    lineHeight: 1.55,
  },
}));

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** A text to read, copy and, with a file name, download. */
export function CodeBlock(props: {
  label: string;
  text: string;
  fileName?: string;
}) {
  const classes = useStyles();
  const [copied, setCopied] = useState<'yes' | 'failed'>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setCopied('yes');
    } catch {
      // Without a secure context there is no clipboard: the text can still be selected by hand.
      setCopied('failed');
    }
  };
  const { fileName } = props;
  return (
    <div>
      <div className={classes.bar}>
        <Button size="small" onClick={copy}>
          Copy
        </Button>
        {fileName && (
          <Button
            size="small"
            onClick={() =>
              download(fileName.split('/').pop() ?? fileName, props.text)
            }
          >
            Download
          </Button>
        )}
        <span role="status">
          {copied === 'yes' && 'Copied'}
          {copied === 'failed' &&
            'The browser refuses to copy: select the text instead'}
        </span>
      </div>
      <pre
        className={classes.text}
        role="figure"
        aria-label={props.label}
        // Long texts scroll; the keyboard needs a way in.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {props.text}
      </pre>
    </div>
  );
}
