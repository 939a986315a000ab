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

import { makeStyles, type Theme } from '@material-ui/core/styles';
import BlockIcon from '@material-ui/icons/Block';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import InfoIcon from '@material-ui/icons/Info';
import LockIcon from '@material-ui/icons/Lock';
import RadioButtonUncheckedIcon from '@material-ui/icons/RadioButtonUnchecked';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import type { SvgIconProps } from '@material-ui/core/SvgIcon';
import type { ComponentType } from 'react';
import type { StateWord, Tone } from './words';

const icons: Record<Tone, ComponentType<SvgIconProps>> = {
  ok: CheckCircleIcon,
  warning: ReportProblemIcon,
  error: ErrorIcon,
  info: InfoIcon,
  neutral: BlockIcon,
  off: RadioButtonUncheckedIcon,
  progress: HourglassEmptyIcon,
  locked: LockIcon,
  unknown: HelpOutlineIcon,
};

/** Colour of a tone in the portal's theme; only ever beside an icon and a word. */
export function toneColor(theme: Theme, tone: Tone): string {
  const dark = theme.palette.type === 'dark';
  switch (tone) {
    case 'ok':
      return dark ? '#71cf88' : '#1b7f3b';
    case 'warning':
      return dark ? '#ffb84d' : '#a85b00';
    case 'error':
      return dark ? '#f88378' : '#c62828';
    case 'info':
    case 'progress':
    case 'locked':
      return dark ? '#82baff' : '#1f5493';
    default:
      return theme.palette.text.secondary;
  }
}

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
    // The box is as high as a line of text: its word stands on the line of the words around it.
    verticalAlign: 'bottom',
  },
  icon: {
    fontSize: '1.15em',
    flexShrink: 0,
    color: (props: { tone: Tone }) => toneColor(theme, props.tone),
  },
}));

/** The icon of a tone, for places where the word stands beside it anyway. */
export function ToneIcon(props: { tone: Tone; className?: string }) {
  const classes = useStyles({ tone: props.tone });
  const Icon = icons[props.tone];
  return (
    <Icon
      aria-hidden
      className={
        props.className ? `${classes.icon} ${props.className}` : classes.icon
      }
    />
  );
}

/** A state as icon and word: readable without colour and by screen readers. */
export function StatusLabel(props: { state: StateWord; detail?: string }) {
  const classes = useStyles({ tone: props.state.tone });
  return (
    <span className={classes.root}>
      <ToneIcon tone={props.state.tone} />
      <span>
        {props.state.word}
        {props.detail ? ` ${props.detail}` : ''}
      </span>
    </span>
  );
}
