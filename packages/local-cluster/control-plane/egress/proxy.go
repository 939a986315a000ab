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

package egress

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"time"
)

const (
	dialTimeout    = 5 * time.Second
	resolveTimeout = 10 * time.Second
)

// proxy serves HTTP CONNECT.
type proxy struct {
	view    *view
	standIn *standIn
	log     *log.Logger
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only CONNECT is served here", http.StatusMethodNotAllowed)
		return
	}
	address := r.RequestURI
	connection, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), resolveTimeout)
	defer cancel()
	client := &bufferedConn{Conn: connection, reader: buffered.Reader}
	target, err := p.decide(ctx, address)
	if err != nil {
		p.refuse(client, address, err)
		return
	}
	if target.answerFor != nil {
		if confirm(client) == nil {
			p.standIn.take(client, *target.answerFor)
		}
		return
	}
	upstream, err := (&net.Dialer{Timeout: dialTimeout}).DialContext(ctx, "tcp", target.dial)
	if err != nil {
		p.refuse(client, address, err)
		return
	}
	if confirm(client) != nil {
		upstream.Close()
		return
	}
	tunnel(client, upstream)
}

func (p *proxy) decide(ctx context.Context, address string) (decision, error) {
	if !p.view.waitForSync(ctx) {
		return decision{}, fmt.Errorf("the local cluster's egress proxy has no complete view of the cluster yet")
	}
	return p.view.resolve(ctx, address)
}

func confirm(connection net.Conn) error {
	_, err := io.WriteString(connection, "HTTP/1.1 200 Connection established\r\n\r\n")
	if err != nil {
		connection.Close()
	}
	return err
}

// refuse puts the reason into the status line, for that is the part of the answer that the API server repeats
// in its own error.
func (p *proxy) refuse(connection net.Conn, address string, reason error) {
	text := strings.NewReplacer("\r", " ", "\n", " ").Replace(reason.Error())
	p.log.Printf("refused %s: %s", address, text)
	fmt.Fprintf(connection, "HTTP/1.1 502 Bad Gateway: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", text)
	connection.Close()
}

// bufferedConn reads first what the HTTP server had read ahead.
type bufferedConn struct {
	net.Conn
	reader *bufio.Reader
}

func (c *bufferedConn) Read(p []byte) (int, error) { return c.reader.Read(p) }

func (c *bufferedConn) CloseWrite() error { return closeWrite(c.Conn) }

func closeWrite(connection net.Conn) error {
	if half, ok := connection.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return connection.Close()
}

// tunnel copies both ways until both ends have finished.
func tunnel(client, upstream net.Conn) {
	done := make(chan struct{})
	pipe := func(to, from net.Conn) {
		io.Copy(to, from)
		closeWrite(to)
	}
	go func() {
		pipe(upstream, client)
		close(done)
	}()
	pipe(client, upstream)
	<-done
	client.Close()
	upstream.Close()
}
