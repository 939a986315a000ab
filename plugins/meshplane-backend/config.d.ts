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

import { HumanDuration } from '@backstage/types';

export interface Config {
  /**
   * Settings of Meshplane. Every key has a default, so that the whole section may be left out.
   *
   * Mistakes in the section itself (a value of the wrong type, a duplicate cluster name) stop the start with a message
   * that names key and value. Mistakes in what it points to (a kubeconfig file that is not there, a context that the
   * file does not have) concern one cluster only: it is shown as misconfigured, with key and value, and a warning is
   * logged. Keys that are not known are reported as a warning.
   */
  meshplane?: {
    /**
     * Clusters to show beside the ones of the Kubernetes plugin. Each has either `kubeconfig` or `inCluster`.
     */
    clusters?: Array<{
      /**
       * Name in addresses of the portal: letters, digits and `._:@-`, unique.
       *
       * @visibility backend
       */
      name: string;
      /**
       * Name for people; the name if it is missing.
       *
       * @visibility backend
       */
      title?: string;
      /**
       * Path of a kubeconfig file, absolute, relative to the folder in which the backend runs, or starting with `~/`.
       * The file is read again when it changes. Its credentials stay in the backend.
       *
       * @visibility backend
       */
      kubeconfig?: string;
      /**
       * Context of that file; its `current-context` if it is missing.
       *
       * @visibility backend
       */
      context?: string;
      /**
       * True: the cluster in which the backend runs, with the service account of its pod.
       *
       * @visibility backend
       */
      inCluster?: boolean;
    }>;

    /** Clusters that are configured for Backstage's Kubernetes plugin (`kubernetes.clusterLocatorMethods`). */
    kubernetesPlugin?: {
      /**
       * Whether to show them. True if the configuration has a section `kubernetes`.
       *
       * @visibility backend
       */
      enabled?: boolean;
    };

    /** How objects of clusters are read and how much memory they may take. */
    inventory?: {
      /**
       * How often the watched state is compared with a fresh list; 10 minutes.
       *
       * @visibility backend
       */
      reconcileInterval?: HumanDuration | string;
      /**
       * Objects that one request for a list asks for, 10 to 5000; 500.
       *
       * @visibility backend
       */
      pageSize?: number;
      /**
       * Time limit of one request for a page; 30 seconds.
       *
       * @visibility backend
       */
      requestTimeout?: HumanDuration | string;
      /**
       * Objects of one kind and cluster that are kept, at least 100; 200000. It bounds the memory: a kind that has more
       * is not read and is shown as failing.
       *
       * @visibility backend
       */
      maxObjectsPerKind?: number;
      /**
       * Custom resources to read beside those that known meshes bring, as their CRDs are named:
       * `<plural>.<group>`, such as `widgets.example.com`.
       *
       * @visibility backend
       */
      kinds?: string[];
    };

    /** How connections to clusters are checked. */
    health?: {
      /**
       * Time between two checks of a cluster that can be reached, at least 1 second; 30 seconds.
       *
       * @visibility backend
       */
      interval?: HumanDuration | string;
      /**
       * Time limit of one request of a check, at least 100 milliseconds; 10 seconds.
       *
       * @visibility backend
       */
      timeout?: HumanDuration | string;
    };

    /**
     * What is used of the clusters and changed in them. The generated ClusterRoles grant what the enabled features need
     * and nothing more, and the permissions of every cluster are checked against it.
     */
    features?: {
      /**
       * Read the custom resources of known meshes; true.
       *
       * @visibility backend
       */
      mesh?: boolean;
      /**
       * Read the kinds of the Gateway API; true.
       *
       * @visibility backend
       */
      gatewayApi?: boolean;
      /**
       * Read the metadata of Helm's release Secrets, to tell which chart installed what; false, because Kubernetes
       * cannot grant the metadata of Secrets without their data.
       *
       * @visibility backend
       */
      helmReleases?: boolean;
      /**
       * Read CPU and memory from the kubelets while loads run, where no Prometheus knows them; false, because the permission
       * that it takes, `get` on `nodes/proxy`, reaches everything that kubelets serve, commands in containers among it.
       *
       * @visibility backend
       */
      kubeletStats?: boolean;
      /**
       * Let operations change workloads: bring them onto a mesh and off it, restart them, install and remove sample
       * applications; true. False: such operations are refused, whoever asks, and the generated access rules leave their
       * verbs out. Plans that only write files for GitOps stay possible.
       *
       * @visibility backend
       */
      workloads?: boolean;
      /**
       * Let operations install, upgrade, configure and remove meshes and recover Helm releases; true. Charts bring roles,
       * CRDs and webhooks, so that this takes the rights of a cluster administrator. False: such operations are refused,
       * whoever asks, and the generated access rules leave those rights out. Plans that only write files for GitOps stay
       * possible.
       *
       * @visibility backend
       */
      lifecycle?: boolean;
      /**
       * Make load with pods inside of clusters, and read CPU and memory from the metrics API; false, because whoever may
       * create Jobs in a namespace can run anything there. The generated access rules have a role of its own for it.
       *
       * @visibility backend
       */
      performance?: boolean;
    };

    /** The record of connection states. */
    history?: {
      /**
       * How long changes of state are kept; 90 days.
       *
       * @visibility backend
       */
      retention?: HumanDuration | string;
    };

    /** Operations: what is planned, approved and run on clusters. */
    operations?: {
      /**
       * Who may approve a plan: `self`: everybody with the permission `meshplane.operation.approve`; `four-eyes`: everybody
       * with it except the one who planned; `self`.
       *
       * @visibility backend
       */
      approval?: 'self' | 'four-eyes';
      /**
       * Users and groups that are notified when a plan waits for a second person (`four-eyes`), as full entity
       * references such as `group:default/platform`; none. They need the permission as well.
       *
       * @visibility backend
       */
      approvers?: string[];
      /**
       * How long a plan may be approved, at least 1 minute; 24 hours.
       *
       * @visibility backend
       */
      planExpiry?: HumanDuration | string;
      /**
       * How long operations are kept with their plans and logs, at least 1 day; 180 days.
       *
       * @visibility backend
       */
      retention?: HumanDuration | string;
      /**
       * Entries that the log of one operation may have, at least 100; 10000. Further output of its steps is left out.
       *
       * @visibility backend
       */
      maxLogEntries?: number;
      /**
       * What happens to an operation whose backend has stopped in mid-run: `manual`: it waits for somebody who resumes
       * it or rolls it back; `automatic`: another backend resumes it, three times at most; `manual`.
       *
       * @visibility backend
       */
      resume?: 'manual' | 'automatic';
    };
    /**
     * Helm charts: where they are read from, how they are checked and kept.
     */
    charts?: {
      /**
       * Repositories with settings of their own, among them mirrors of upstream ones.
       */
      repositories?: Array<{
        /**
         * `https://…` or `oci://…`, without credentials.
         *
         * @visibility backend
         */
        url: string;
        /**
         * Upstream address, or several, that are read from here instead.
         *
         * @visibility backend
         */
        mirrorOf?: string | string[];
        /**
         * @visibility backend
         */
        username?: string;
        /**
         * @visibility secret
         */
        password?: string;
        /**
         * Path of a PEM file with a certificate authority that is trusted besides the well-known ones.
         *
         * @visibility backend
         */
        ca?: string;
        /**
         * Allow plain HTTP beyond loopback. Default: false.
         *
         * @visibility backend
         */
        allowPlainHttp?: boolean;
        /**
         * `name@version` to `sha256:…`: a package with another digest is refused.
         *
         * @visibility backend
         */
        digestPins?: { [nameAndVersion: string]: string };
        /**
         * Path of a GnuPG keyring: every package needs a provenance file that a key of it signed.
         *
         * @visibility backend
         */
        keyring?: string;
        /**
         * PEM of a public key: every package of this OCI registry needs a cosign signature of it.
         *
         * @visibility backend
         */
        cosignKey?: string;
      }>;
      /**
       * Refuse repositories that are not listed here. Default: false.
       *
       * @visibility backend
       */
      onlyConfigured?: boolean;
      /**
       * Folder of the chart cache. Default: `meshplane-charts` in the temporary folder.
       *
       * @visibility backend
       */
      cacheDirectory?: string;
      /**
       * Largest package in bytes. Default: 20 MiB.
       *
       * @visibility backend
       */
      maxChartBytes?: number;
      /**
       * Size of the cache in bytes. Default: 512 MiB.
       *
       * @visibility backend
       */
      maxCacheBytes?: number;
      /**
       * Longest silence of a repository. Default: 30 seconds.
       *
       * @visibility backend
       */
      timeout?: string | HumanDuration;
      /**
       * Address of the Gateway API's release files, with `{version}` (without `v`) and `{channel}`. Default: the releases of
       * the project on GitHub.
       *
       * @visibility backend
       */
      gatewayApiBundles?: string;
    };
    /**
     * The Helm binary that installs charts, version 3.18 or newer.
     */
    helm?: {
      /**
       * Path of the binary. Default: the environment variable `HELM_BIN`, then `helm` on the `PATH`.
       *
       * @visibility backend
       */
      binary?: string;
    };
    /**
     * GitOps mode: instead of changing a cluster, an operation writes files for the tool that does.
     */
    gitops?: {
      /**
       * The tool that reads the files.
       *
       * @visibility backend
       */
      tool: 'flux' | 'argocd';
      /**
       * Namespace of the tool's own objects. Default: `flux-system` or `argocd`.
       *
       * @visibility backend
       */
      namespace?: string;
      /**
       * Folder in the repository; `{cluster}` is replaced by the name of the cluster. Default: `clusters/{cluster}`.
       *
       * @visibility backend
       */
      path?: string;
    };
    /**
     * Load tests: where load may go, how much of it, and what may be sent with it. Everything is refused that is not allowed
     * here or by a catalog entity; addresses of metadata services and link-local ones are refused whatever is written here.
     */
    performance?: {
      /**
       * Whether load may be made at all. Default: true; without `targets` only what catalog entities name.
       *
       * @visibility backend
       */
      enabled?: boolean;
      /**
       * Allowed targets: `host`, `host:port` or `scheme://host:port`. A `*` stands for one label of the host or a part of it.
       * Without a port any port is allowed, behind a scheme the usual one of the scheme.
       *
       * @visibility backend
       */
      targets?: string[];
      /**
       * Whether the annotation `meshplane.io/performance-target` of the measured catalog entity allows the host and port of
       * its URL. Default: true.
       *
       * @visibility backend
       */
      catalogTargets?: boolean;
      /**
       * Patterns of targets that may lie at private addresses, such as services of a cluster. This does not allow the target
       * itself. Default: none.
       *
       * @visibility backend
       */
      allowPrivateAddresses?: string[];
      /**
       * Patterns of targets that may lie on the machine on which the load is made. Default: none.
       *
       * @visibility backend
       */
      allowLoopback?: string[];
      /**
       * How much load one run may make.
       */
      limits?: {
        /**
         * Requests per second at the highest point. Default: 1000.
         *
         * @visibility backend
         */
        maxRate?: number;
        /**
         * Warm-up and measured phase together. Default: 30 minutes.
         *
         * @visibility backend
         */
        maxDuration?: string | HumanDuration;
        /**
         * Default: 500.
         *
         * @visibility backend
         */
        maxConnections?: number;
        /**
         * Body of a request in bytes. Default: 1 MiB.
         *
         * @visibility backend
         */
        maxBodyBytes?: number;
        /**
         * Threads that make load. Default: as many as the machine has processors.
         *
         * @visibility backend
         */
        maxThreads?: number;
        /**
         * Whether loads without a rate are allowed, which send as fast as the target answers and which `maxRate` does not
         * limit. Default: false.
         *
         * @visibility backend
         */
        closedLoop?: boolean;
      };
      /**
       * Share of failed requests (0 to 1) from which a run stops by itself, unless its profile says another. Default: 0.5.
       *
       * @visibility backend
       */
      stopAtErrorRate?: number;
      /**
       * Runs at a time on one replica of the backend. Default: 1, since runs on one machine disturb each other.
       *
       * @visibility backend
       */
      concurrency?: number;
      /**
       * Niceness of the processes that make load, 0 to 19. Default: 5.
       *
       * @visibility backend
       */
      niceness?: number;
      /**
       * Heap of the process that makes load, in MiB. Default: 1024.
       *
       * @visibility backend
       */
      maxMemoryMb?: number;
      /**
       * How long results are kept; baselines stay. Default: 730 days.
       *
       * @visibility backend
       */
      retention?: string | HumanDuration;
      /**
       * Credentials that headers and cookies of a load may refer to as `${secret:NAME}`.
       */
      secrets?: Array<{
        /**
         * Letters, digits, `_` and `-`.
         *
         * @visibility backend
         */
        name: string;
        /**
         * @visibility secret
         */
        value: string;
        /**
         * Patterns of the targets to which it may be sent.
         *
         * @visibility backend
         */
        targets: string[];
      }>;
      /**
       * Paths of other generators. Default: those on the `PATH`.
       */
      generators?: {
        /**
         * @visibility backend
         */
        fortio?: string;
        /**
         * @visibility backend
         */
        nighthawk?: string;
        /**
         * @visibility backend
         */
        wrk2?: string;
        /**
         * @visibility backend
         */
        wrk?: string;
        /**
         * @visibility backend
         */
        k6?: string;
        /**
         * @visibility backend
         */
        vegeta?: string;
      };
      /**
       * Image of the load generator for Jobs, with a tag or digest, built with docker/load-generator/Dockerfile. Without it
       * pods can make load with other generators only.
       *
       * @visibility backend
       */
      generatorImage?: string;
      /**
       * Pods that make load.
       */
      jobs?: {
        /**
         * Image with Fortio, such as `docker.io/fortio/fortio:1.66.2`; without it Fortio is not offered for Jobs.
         *
         * @visibility backend
         */
        fortioImage?: string;
        /**
         * Image with `nighthawk_client`; without it Nighthawk is not offered for Jobs.
         *
         * @visibility backend
         */
        nighthawkImage?: string;
        /**
         * Image of the pods of k6-operator TestRuns. Default: that of the operator.
         *
         * @visibility backend
         */
        k6Image?: string;
        /**
         * Processor of each pod, requested and limited. Default: one core per thread and a half for the rest.
         *
         * @visibility backend
         */
        cpu?: string | number;
        /**
         * Memory of each pod, requested and limited. Default: 512Mi.
         *
         * @visibility backend
         */
        memory?: string | number;
        /**
         * Labels of the nodes on which load is made.
         *
         * @visibility backend
         */
        nodeSelector?: { [label: string]: string };
        /**
         * Taints of those nodes that the pods bear.
         */
        tolerations?: Array<{
          /**
           * @visibility backend
           */
          key?: string;
          /**
           * @visibility backend
           */
          operator?: 'Exists' | 'Equal';
          /**
           * @visibility backend
           */
          value?: string;
          /**
           * @visibility backend
           */
          effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
        }>;
        /**
         * Secrets in the namespace of the pods with which the image is pulled.
         *
         * @visibility backend
         */
        imagePullSecrets?: string[];
        /**
         * How long pods may take until all of them are ready to begin. Default: 3 minutes.
         *
         * @visibility backend
         */
        startTimeout?: string | HumanDuration;
      };
    };
    /**
     * Prometheus servers (or what speaks their API: Thanos, Mimir, VictoriaMetrics) that know the CPU and memory of
     * containers and what meshes count. Each has either `url` or `service`.
     */
    prometheus?: Array<{
      /**
       * Name in the portal, unique over Prometheus and Grafana.
       *
       * @visibility backend
       */
      name: string;
      /**
       * Address without `/api/v1` and without credentials.
       *
       * @visibility backend
       */
      url?: string;
      /**
       * A service inside of a cluster, reached through the API server of the cluster; its service account needs `get` on
       * `services/proxy` of this service.
       */
      service?: {
        /**
         * @visibility backend
         */
        cluster: string;
        /**
         * @visibility backend
         */
        namespace: string;
        /**
         * @visibility backend
         */
        name: string;
        /**
         * Number or name of the port.
         *
         * @visibility backend
         */
        port: number | string;
        /**
         * Default: http.
         *
         * @visibility backend
         */
        scheme?: 'http' | 'https';
        /**
         * Path in front of `/api/v1`. Default: none.
         *
         * @visibility backend
         */
        path?: string;
      };
      /**
       * Clusters whose metrics it has. Default: all; with `service` the cluster of the service.
       *
       * @visibility backend
       */
      clusters?: string[];
      /**
       * Label that holds the name of the cluster, where it has the metrics of several. Default: none.
       *
       * @visibility backend
       */
      clusterLabel?: string;
      /**
       * Sent as `X-Scope-OrgID`, which Mimir and Cortex ask for.
       *
       * @visibility backend
       */
      tenant?: string;
      /**
       * Bearer token.
       *
       * @visibility secret
       */
      token?: string;
      /**
       * Basic authentication, instead of a token.
       *
       * @visibility backend
       */
      username?: string;
      /**
       * @visibility secret
       */
      password?: string;
      /**
       * Path of a PEM file with a certificate authority that is trusted besides the well-known ones.
       *
       * @visibility backend
       */
      ca?: string;
    }>;
    /**
     * Grafana servers whose boards are linked and drawn beside runs, and in which runs are marked.
     */
    grafana?: Array<{
      /**
       * Name in the portal, unique over Prometheus and Grafana.
       *
       * @visibility backend
       */
      name: string;
      /**
       * Address as people open it, without credentials.
       *
       * @visibility backend
       */
      url: string;
      /**
       * Clusters whose boards it has. Default: all.
       *
       * @visibility backend
       */
      clusters?: string[];
      /**
       * Token of a service account: role Viewer for boards, with `annotations:create` and `annotations:write` for marks
       * (role Editor has both).
       *
       * @visibility secret
       */
      token?: string;
      /**
       * Basic authentication, instead of a token.
       *
       * @visibility backend
       */
      username?: string;
      /**
       * @visibility secret
       */
      password?: string;
      /**
       * Path of a PEM file with a certificate authority that is trusted besides the well-known ones.
       *
       * @visibility backend
       */
      ca?: string;
      /**
       * Mark the begin and the end of runs as annotations. Default: true.
       *
       * @visibility backend
       */
      annotate?: boolean;
      /**
       * Which `meshplane.prometheus` a data source of Grafana means, where its address does not tell.
       */
      datasources?: Array<{
        /**
         * UID of the data source.
         *
         * @visibility backend
         */
        uid: string;
        /**
         * Name of the connection.
         *
         * @visibility backend
         */
        prometheus: string;
      }>;
    }>;
  };
}
