"""Readers that ask and then never read. In Python because Node cannot ask the system for a small
receive buffer and small segments: without both the system itself takes in some megabytes for each
reader, and a server never notices that nobody reads.

usage: stalled-readers.py HOST PORT COUNT EVERY_S PATH BODY
Asks COUNT times by POST, EVERY_S seconds apart, and holds the connections until its input ends.
"""
import socket
import sys
import time

host, port, count, every, path, body = sys.argv[1:7]
head = (
    f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(body.encode())}\r\n\r\n"
)
readers = []
for _ in range(int(count)):
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    reader.connect((host, int(port)))
    reader.sendall((head + body).encode())
    readers.append(reader)
    time.sleep(float(every))
sys.stdin.read()
