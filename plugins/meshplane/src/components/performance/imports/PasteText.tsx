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
import { useState } from 'react';
import { FieldList, FormText } from '../parts/fields';

/** Takes a result as text, such as the output of a terminal. */
export function PasteText(props: {
  onText: (fileName: string, text: string) => void;
}) {
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        props.onText(name.trim() || 'pasted.txt', text);
        setText('');
        setName('');
      }}
    >
      <FieldList>
        <FormText
          label="Paste a result"
          multiline
          rows={5}
          value={text}
          onChange={setText}
          help="Such as the output of wrk, or a JSON document"
        />
        <FormText
          label="Name for it"
          value={name}
          onChange={setName}
          placeholder="pasted.txt"
          max={300}
        />
        <div>
          <Button type="submit" variant="outlined" disabled={!text.trim()}>
            Look at it
          </Button>
        </div>
      </FieldList>
    </form>
  );
}
