"""A request that is never sent whole does not hold the server, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from cruscotto.ui.shell import patches
from cruscotto.ui.shell.half_sent import BYTES_PER_SECOND, HalfSent

SECONDS, MOST = 0.3, 5
WHOLE = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n"
BODY = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nsome"
UPGRADE = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
KEY = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
HALVES = {
    "nothing": b"",
    "half a line": b"GET / HT",
    "half the headers": b"GET / HTTP/1.1\r\nHost: h\r\nX: ",
    "half a body": BODY,
    "half a way into a websocket": UPGRADE,
}


async def answering(scope, receive, send) -> None:
    """Answer with the length of the body; echo on a websocket."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        event = await receive()
        await send({"type": "websocket.send", "bytes": event["bytes"]})
        return
    length, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        length, more = length + len(message["body"]), message["more_body"]
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(length).encode()})


@asynccontextmanager
async def served(most: int = MOST) -> AsyncIterator[int]:
    """Serve on a free port with short limits; yield the port."""
    half = HalfSent(SECONDS, most)
    config = uvicorn.Config(answering, port=0, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    with patches.connections_watched(half.came, half.lost):
        running = asyncio.create_task(server._serve())
        while not server.started:
            await asyncio.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True
        await asyncio.wait_for(running, 10)


async def sent(port: int, content: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(content)
    await writer.drain()
    return reader, writer


async def until_the_end(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.read(), 10)


def test_half_a_request_is_ended_in_time(run_async) -> None:
    async def wait() -> list[bytes]:
        async with served(most=len(HALVES)) as port:
            halves = [await sent(port, content) for content in HALVES.values()]
            return await asyncio.gather(*(until_the_end(reader) for reader, _ in halves))

    for content, answer in zip(HALVES.values(), run_async(wait()), strict=True):
        assert (b"408 Request Timeout" in answer) == bool(content)


def test_half_a_second_request_is_ended_too(run_async) -> None:
    async def wait() -> bytes:
        async with served() as port:
            reader, writer = await sent(port, WHOLE)
            await asyncio.wait_for(reader.readuntil(b"0\r\n\r\n"), 10)
            writer.write(HALVES["half the headers"])
            return await until_the_end(reader)

    assert b" 408 " in run_async(wait())


def test_bytes_that_drip_are_no_request_and_a_body_that_keeps_coming_is_one(run_async) -> None:
    async def dripping(port: int, content: bytes) -> bytes:
        reader, writer = await sent(port, content)
        answer = asyncio.create_task(until_the_end(reader))
        while not answer.done():
            writer.write(b"x")
            await asyncio.sleep(SECONDS / 10)
        return answer.result()

    async def coming(port: int) -> bytes:
        head = b"POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        piece, pieces = b"x" * int(BYTES_PER_SECOND * SECONDS), 8
        reader, writer = await sent(port, head % (len(piece) * pieces))
        for _ in range(pieces):
            writer.write(piece)
            await asyncio.sleep(SECONDS / 2)
        return await until_the_end(reader)

    async def all_three() -> list[bytes]:
        async with served() as port:
            halves = (HALVES["half the headers"], HALVES["half a body"])
            return await asyncio.gather(*(dripping(port, half) for half in halves), coming(port))

    slow_headers, slow_body, steady = run_async(all_three())
    assert b" 408 " in slow_headers
    assert b" 408 " in slow_body
    assert b"\r\n%d\r\n" % (8 * int(BYTES_PER_SECOND * SECONDS)) in steady


def test_of_too_many_halves_the_oldest_is_ended_and_others_are_answered(run_async) -> None:
    async def crowd() -> None:
        async with served(most=2) as port:
            halves = [await sent(port, b"GET / HT") for _ in range(3)]
            whole, _ = await sent(port, WHOLE)
            assert b" 200 " in await asyncio.wait_for(whole.readline(), 10)
            assert b" 408 " in await until_the_end(halves[0][0])
            halves[2][1].write(b"TP/1.1\r\nHost: h\r\n\r\n")
            assert b" 200 " in await asyncio.wait_for(halves[2][0].readline(), 10)

    run_async(crowd())


def test_an_open_websocket_is_nobodys_half_request(run_async) -> None:
    async def talk() -> bytes:
        async with served() as port:
            reader, writer = await sent(port, UPGRADE + KEY)
            assert b" 101 " in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
            await asyncio.sleep(3 * SECONDS)
            writer.write(b"\x82\x82\0\0\0\0hi")
            return await asyncio.wait_for(reader.readexactly(4), 10)

    assert run_async(talk()) == b"\x82\x02hi"
