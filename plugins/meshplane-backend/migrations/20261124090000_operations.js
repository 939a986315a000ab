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
  await knex.schema.createTable('operations', table => {
    table.comment('Operations: what was planned, by whom, and how it ended');
    table.string('id', 36).primary().comment('Permalink');
    table.string('parent_id', 36).comment('Operation on several clusters');
    table.integer('position').notNullable().comment('Order in the parent');
    table.string('kind', 64).notNullable();
    table.string('title', 500).notNullable();
    table.string('state', 16).notNullable();
    table.string('direction', 16).notNullable().comment('run or rollback');
    table.string('delivery', 16).notNullable().comment('direct or gitops');
    table.string('cluster', 200).comment('Absent for a parent');
    table.string('lock_scope', 200).comment('Identity of the cluster');
    table.string('target', 500).notNullable().comment('First lock, to show');
    table.text('locks').notNullable().comment('Locks while it runs, JSON');
    table.string('definition', 100);
    table.string('namespace', 63);
    table.text('input').notNullable().comment('Checked input, JSON');
    table.text('rollout').comment('Of a parent, JSON');
    table.text('override').comment('Findings passed over, JSON');
    table.string('plan_hash', 64).notNullable();
    table.string('plan_blob', 64).comment('sha256 of the plan');
    table.string('changes_blob', 64).comment('sha256 of the changes');
    table.string('files_blob', 64).comment('sha256 of the files');
    table.string('fingerprint', 200).comment('Facts that the plan rests on');
    table.string('created_by', 300).notNullable();
    table.bigInteger('created_at').notNullable().comment('ms since the epoch');
    table.bigInteger('expires_at').notNullable().comment('End of the plan');
    table.string('approved_by', 300);
    table.bigInteger('approved_at');
    table.bigInteger('started_at');
    table.bigInteger('ended_at');
    table.text('message').comment('Why, in words for a person');
    table.text('result').comment('What it found at its end, JSON');
    table.boolean('waiting').notNullable().comment('For continue');
    table.text('cancel').comment('Wish to cancel, JSON');
    table.string('lease_owner', 64).comment('Replica that runs it');
    table.bigInteger('lease_expires_at');
    table.bigInteger('updated_at').notNullable();
    table.integer('version').notNullable().comment('Grows with each change');
    table.integer('log_seq').notNullable().comment('Newest log entry');
    table.integer('steps_done').notNullable();
    table.integer('steps_total').notNullable();
    table.index(['created_at'], 'operations_created_idx');
    table.index(['parent_id', 'position'], 'operations_parent_idx');
    table.index(['state', 'lease_expires_at'], 'operations_lease_idx');
    table.index(['updated_at'], 'operations_updated_idx');
  });
  await knex.schema.createTable('operation_clusters', table => {
    table.comment('Clusters of operations, to filter and to authorise by');
    table.string('operation_id', 36).notNullable();
    table.string('cluster', 200).notNullable();
    table.primary(['operation_id', 'cluster']);
    table.index(['cluster'], 'operation_clusters_cluster_idx');
  });
  await knex.schema.createTable('operation_steps', table => {
    table.comment('Durable steps of operations');
    table.string('operation_id', 36).notNullable();
    table.integer('position').notNullable();
    table.string('step_id', 200).notNullable();
    table.string('type', 100).notNullable().comment('Type of the executor');
    table.string('title', 500).notNullable();
    table.text('why');
    table.text('params').notNullable().comment('JSON, without secrets');
    table.float('estimated_seconds').notNullable();
    table.boolean('reversible').notNullable();
    table.string('state', 16).notNullable();
    table.integer('attempts').notNullable().comment('Times that it was begun');
    table.bigInteger('started_at');
    table.bigInteger('ended_at');
    table.float('progress');
    table.text('detail');
    table.text('recorded').comment('What was there before, JSON');
    table.primary(['operation_id', 'step_id']);
    table.unique(['operation_id', 'position']);
  });
  await knex.schema.createTable('operation_log', table => {
    table.comment('Append-only log of operations');
    table.string('operation_id', 36).notNullable();
    table.integer('seq').notNullable();
    table.bigInteger('at').notNullable();
    table.string('level', 8).notNullable();
    table.string('step', 200);
    table.text('text').notNullable();
    table.primary(['operation_id', 'seq']);
  });
  await knex.schema.createTable('operation_decisions', table => {
    table.comment('Who approved, rejected, cancelled, resumed, rolled back');
    table.increments('id');
    table.string('operation_id', 36).notNullable();
    table.string('action', 16).notNullable();
    table.string('decided_by', 300).notNullable();
    table.bigInteger('at').notNullable();
    table.text('comment');
    table.index(['operation_id', 'id'], 'operation_decisions_operation_idx');
  });
  await knex.schema.createTable('operation_locks', table => {
    table.comment('What running operations exclude each other from');
    table.string('scope', 200).notNullable().comment('Identity of the cluster');
    table.string('name', 500).notNullable();
    table.string('operation_id', 36).notNullable();
    table.primary(['scope', 'name']);
    table.index(['operation_id'], 'operation_locks_operation_idx');
  });
  await knex.schema.createTable('operation_blobs', table => {
    table.comment('Plans, changes and files, stored once, gzip');
    table.string('sha256', 64).primary().comment('Of the content, unpacked');
    table.integer('size').notNullable().comment('Bytes, unpacked');
    table.bigInteger('created_at').notNullable();
    table.binary('content').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('operation_blobs');
  await knex.schema.dropTable('operation_locks');
  await knex.schema.dropTable('operation_decisions');
  await knex.schema.dropTable('operation_log');
  await knex.schema.dropTable('operation_steps');
  await knex.schema.dropTable('operation_clusters');
  await knex.schema.dropTable('operations');
};
