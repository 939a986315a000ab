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

// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await createProfiles(knex);
  await createRuns(knex);
  await createRunParts(knex);
  await createJudgements(knex);
  await createSingletons(knex);
};

/** @param {import('knex').Knex} knex */
async function createProfiles(knex) {
  await knex.schema.createTable('performance_profiles', table => {
    table.comment('Load profiles, as lists need them; see the versions');
    table.string('id', 100).primary();
    table.integer('version').notNullable().comment('The newest one');
    table.string('entity_ref', 400);
    table.text('search').notNullable().comment('Lower case, to search in');
    table.boolean('archived').notNullable();
    table.bigInteger('created_at').notNullable().comment('ms since the epoch');
    table.string('created_by', 300).notNullable();
    table.bigInteger('updated_at').notNullable();
    table.index(['archived', 'updated_at'], 'performance_profiles_list_idx');
    table.index(['entity_ref'], 'performance_profiles_entity_idx');
  });
  await knex.schema.createTable('performance_profile_tags', table => {
    table.comment('Tags of the newest version of profiles');
    table.string('profile_id', 100).notNullable();
    table.string('tag', 50).notNullable();
    table.primary(['profile_id', 'tag']);
    table.index(['tag'], 'performance_profile_tags_tag_idx');
  });
  await knex.schema.createTable('performance_profile_versions', table => {
    table.comment('Append-only: a run refers to the version that it ran');
    table.string('profile_id', 100).notNullable();
    table.integer('version').notNullable();
    table.text('input').notNullable().comment('JSON, without secrets');
    table.bigInteger('updated_at').notNullable();
    table.string('updated_by', 300).notNullable();
    table.primary(['profile_id', 'version']);
  });
}

/** @param {import('knex').Knex} knex */
async function createRuns(knex) {
  await knex.schema.createTable('performance_runs', table => {
    table.comment('Load tests without their large parts');
    table.string('id', 100).primary();
    table.text('name').notNullable();
    table.string('name_key', 200).notNullable().comment('To sort by');
    table.string('state', 16).notNullable();
    table.text('message').comment('Why, in words for a person');
    table.string('profile_id', 100);
    table.integer('profile_version');
    table.string('entity_ref', 400);
    table.string('cluster', 200);
    table.text('targets').notNullable().comment('host:port, JSON');
    table.text('queue_key').notNullable().comment('Same key: one at a time');
    table.text('runner').comment('JSON; absent for imported results');
    table.text('generator').notNullable();
    table.string('origin', 16).notNullable();
    table.text('release');
    table.text('labels').notNullable().comment('JSON');
    table.text('note').notNullable();
    table.bigInteger('created_at').notNullable().comment('ms since the epoch');
    table.string('created_by', 300).notNullable();
    table.bigInteger('started_at');
    table.bigInteger('ended_at');
    table.string('lease_owner', 100).comment('Replica that works on it');
    table.bigInteger('lease_until');
    table.string('cancel_requested_by', 300);
    table.string('end_reason', 20).comment('complete, or why not');
    table.string('precision', 16);
    table.string('validity', 16);
    table.string('gate', 16).comment('The worst of all gates');
    table.text('headline').comment('JSON; what is sorted by stands beside it');
    table.double('p50').comment('Microseconds');
    table.double('p99').comment('Microseconds');
    table.double('achieved_rate').comment('Requests per second');
    table.double('error_rate').comment('0 to 1');
    table.boolean('baseline').notNullable().comment('Exempt from retention');
    table.string('experiment_id', 100);
    table.string('experiment_arm', 100);
    table.integer('experiment_round');
    table.string('schedule_id', 100);
    table.text('search').notNullable().comment('Lower case, to search in');
    // Every filter of the list comes with its usual order, so that a page is read without sorting.
    for (const column of [
      'state',
      'profile_id',
      'entity_ref',
      'cluster',
      'experiment_id',
      'schedule_id',
      'baseline',
      'validity',
      'gate',
    ])
      table.index([column, 'created_at'], `performance_runs_${column}_idx`);
    table.index(['created_at', 'id'], 'performance_runs_created_idx');
    table.index(['ended_at'], 'performance_runs_ended_idx');
    for (const column of [
      'name_key',
      'p50',
      'p99',
      'achieved_rate',
      'error_rate',
    ])
      table.index([column], `performance_runs_${column}_idx`);
  });
}

/** @param {import('knex').Knex} knex */
async function createRunParts(knex) {
  await knex.schema.createTable('performance_run_documents', table => {
    table.comment('Plan, result, environment and resources of runs');
    table.string('run_id', 100).notNullable();
    table.string('kind', 16).notNullable();
    table.text('content').notNullable().comment('JSON');
    table.primary(['run_id', 'kind']);
  });
  await knex.schema.createTable('performance_live_seconds', table => {
    table.comment('Seconds of running loads; packed when the result is there');
    table.string('run_id', 100).notNullable();
    table.integer('second').notNullable();
    table.text('slice').notNullable().comment('JSON');
    table.primary(['run_id', 'second']);
  });
  await knex.schema.createTable('performance_slices', table => {
    table.comment('Seconds of results, a minute in a row');
    table.string('run_id', 100).notNullable();
    table.integer('position').notNullable();
    table.integer('last_second').notNullable().comment('The highest in it');
    table.binary('content').notNullable().comment('JSON, gzip');
    table.primary(['run_id', 'position']);
  });
  await knex.schema.createTable('performance_blobs', table => {
    table.comment('Histograms, stored once, gzip');
    table.string('sha256', 64).primary().comment('Of the content, unpacked');
    table.integer('size').notNullable().comment('Bytes, unpacked');
    table.bigInteger('created_at').notNullable();
    table.binary('content').notNullable();
  });
  await knex.schema.createTable('performance_run_blobs', table => {
    table.comment('Which runs refer to which histograms');
    table.string('run_id', 100).notNullable();
    table.string('sha256', 64).notNullable();
    table.primary(['run_id', 'sha256']);
    table.index(['sha256'], 'performance_run_blobs_sha256_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createJudgements(knex) {
  await knex.schema.createTable('performance_comparisons', table => {
    table.comment('Comparisons that somebody kept');
    table.string('id', 100).primary();
    table.bigInteger('created_at').notNullable();
    table.text('input').notNullable().comment('JSON');
    table.text('comparison').notNullable().comment('JSON');
  });
  await knex.schema.createTable('performance_comparison_runs', table => {
    table.comment('Runs of kept comparisons: retention spares them');
    table.string('comparison_id', 100).notNullable();
    table.string('run_id', 100).notNullable();
    table.primary(['comparison_id', 'run_id']);
    table.index(['run_id'], 'performance_comparison_runs_run_idx');
  });
  await knex.schema.createTable('performance_experiments', table => {
    table.comment('Experiments: the same load on several set-ups');
    table.string('id', 100).primary();
    table.text('name').notNullable();
    table.string('state', 16).notNullable();
    table.text('message');
    table.bigInteger('created_at').notNullable();
    table.string('created_by', 300).notNullable();
    table.bigInteger('ended_at');
    table.text('input').notNullable().comment('JSON');
    table.text('run_order').notNullable().comment('Arms and rounds, JSON');
    table.integer('position').notNullable().comment('Next in the order');
    table.text('to_restore').notNullable().comment('Operation ids, JSON');
    table.text('pending_restores').notNullable().comment('JSON');
    table.text('operations').notNullable().comment('JSON');
    table.string('lease_owner', 100);
    table.bigInteger('lease_until');
    table.string('cancel_requested_by', 300);
    table.index(['created_at', 'id'], 'performance_experiments_created_idx');
    table.index(['state', 'created_at'], 'performance_experiments_state_idx');
  });
  await knex.schema.createTable('performance_schedules', table => {
    table.comment('Profiles that run again and again');
    table.string('id', 100).primary();
    table.text('name').notNullable();
    table.string('profile_id', 100).notNullable();
    table.string('cron', 100).notNullable().comment('Five fields, UTC');
    table.boolean('enabled').notNullable();
    table.integer('repeats').notNullable();
    table.boolean('compare_with_baseline').notNullable();
    table.bigInteger('created_at').notNullable();
    table.string('created_by', 300).notNullable();
    table.text('last_run_ids').notNullable().comment('JSON');
    table.boolean('awaiting').notNullable().comment('Last runs not judged');
    table.text('last_error');
    table.text('last_comparison').comment('With the baseline, JSON');
    table.bigInteger('last_fired_for').comment('Time that was taken care of');
    table.index(['profile_id'], 'performance_schedules_profile_idx');
  });
}

/** @param {import('knex').Knex} knex */
async function createSingletons(knex) {
  await knex.schema.createTable('performance_switch', table => {
    table.comment('One row: whether load may be made');
    table.integer('id').primary();
    table.boolean('enabled').notNullable();
    table.text('reason');
    table.string('changed_by', 300);
    table.bigInteger('changed_at');
  });
  await knex.schema.createTable('performance_queue', table => {
    table.comment('One row, which whoever takes a run from the queue holds');
    table.integer('id').primary();
    table.bigInteger('claims').notNullable();
  });
  await knex('performance_queue').insert({ id: 1, claims: 0 });
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'performance_queue',
    'performance_switch',
    'performance_schedules',
    'performance_experiments',
    'performance_comparison_runs',
    'performance_comparisons',
    'performance_run_blobs',
    'performance_blobs',
    'performance_slices',
    'performance_live_seconds',
    'performance_run_documents',
    'performance_runs',
    'performance_profile_versions',
    'performance_profile_tags',
    'performance_profiles',
  ])
    await knex.schema.dropTable(table);
};
