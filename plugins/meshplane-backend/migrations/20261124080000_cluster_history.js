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
  await knex.schema.createTable('cluster_history', table => {
    table.comment('Changes of state of cluster connections');
    table.increments('id').comment('Order of the changes');
    table.string('cluster', 200).notNullable().comment('Name of the cluster');
    table
      .bigInteger('at')
      .notNullable()
      .comment('When it happened, in milliseconds since the epoch');
    table.string('from_state', 32).comment('State before, if there was one');
    table.string('to_state', 32).notNullable().comment('State after');
    table.text('message').notNullable().comment('Why, in words for a person');
    table.index(['cluster', 'id'], 'cluster_history_cluster_idx');
    table.index(['at'], 'cluster_history_at_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('cluster_history');
};
