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
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// realRunc names the runc to hand over to; set by whoever starts containerd.
const realRunc = "MESHPLANE_RUNC"

var negativeScore = regexp.MustCompile(`"oomScoreAdj":\s*-\d+`)

// runRunc raises a negative OOM score of the container to zero and becomes the
// real runc. Without CAP_SYS_RESOURCE a negative score cannot be set, and runc
// then fails with a message that names neither the score nor the reason.
func runRunc() int {
	target := os.Getenv(realRunc)
	if target == "" {
		fmt.Fprintf(os.Stderr, "runc: %s names no runc\n", realRunc)
		return 1
	}
	if bundle := bundleOf(os.Args[1:]); bundle != "" {
		if err := raiseScore(filepath.Join(bundle, "config.json")); err != nil {
			fmt.Fprintf(os.Stderr, "runc: %v\n", err)
			return 1
		}
	}
	err := syscall.Exec(target, append([]string{"runc"}, os.Args[1:]...), os.Environ())
	fmt.Fprintf(os.Stderr, "runc: %s: %v\n", target, err)
	return 1
}

// bundleOf finds the bundle folder among the arguments, in both spellings.
func bundleOf(args []string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--bundle="); ok {
			return value
		}
		if (arg == "--bundle" || arg == "-b") && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

func raiseScore(config string) error {
	text, err := os.ReadFile(config)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	raised := negativeScore.ReplaceAll(text, []byte(`"oomScoreAdj":0`))
	if len(raised) == len(text) && string(raised) == string(text) {
		return nil
	}
	return os.WriteFile(config, raised, 0o600)
}
