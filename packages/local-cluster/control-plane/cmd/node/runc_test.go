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

package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestBundleOf(t *testing.T) {
	cases := map[string][]string{
		"/a": {"--root", "/r", "create", "--bundle", "/a", "id"},
		"/b": {"create", "--bundle=/b", "id"},
		"/c": {"run", "-b", "/c"},
		"":   {"state", "id"},
	}
	for want, args := range cases {
		if got := bundleOf(args); got != want {
			t.Errorf("bundleOf(%v) = %q, want %q", args, got, want)
		}
	}
}

func TestRaiseScore(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.json")
	before := `{"process":{"args":["/pause"],"oomScoreAdj":-998},"root":{"path":"rootfs"}}`
	if err := os.WriteFile(config, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := raiseScore(config); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"process":{"args":["/pause"],"oomScoreAdj":0},"root":{"path":"rootfs"}}`
	if string(after) != want {
		t.Errorf("got %s, want %s", after, want)
	}
	if err := raiseScore(filepath.Join(t.TempDir(), "missing.json")); err != nil {
		t.Errorf("a command without a bundle on disk must pass: %v", err)
	}
}
