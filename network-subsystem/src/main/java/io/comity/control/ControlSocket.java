package io.comity.control;

import io.comity.transport.unix.SocketFile;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The socket in a node's folder over which its owner asks it for something. Whoever may write to the file is the owner: its mode
 * is 0600, in a folder of mode 0700. A client has one request at a time; one that says nothing for too long, or too much, is told
 * so in one line and cut off.
 */
public final class ControlSocket implements AutoCloseable {
    /** Of one request, its end not counted. */
    public static final int MAX_LINE_BYTES = 32_768;
    /** At the same time; one more is told to come again. */
    public static final int MAX_CLIENTS = 8;
    /** How long a client may take to ask, and to take an answer. */
    public static final Duration IDLE = Duration.ofSeconds(30);

    private static final String NAME = "control.sock";
    private static final String OWNER_ONLY = "rw-------";

    private final Path path;
    private final EventLoopGroup loop;
    private final ExecutorService deeds;
    private final ChannelGroup clients;

    private ControlSocket(Path path, EventLoopGroup loop, ExecutorService deeds) {
        this.path = path;
        this.loop = loop;
        this.deeds = deeds;
        this.clients = new DefaultChannelGroup(loop.next());
    }

    /** Where the socket of a node is that lives in {@code folder}. */
    public static Path path(Path folder) {
        return folder.toAbsolutePath().normalize().resolve(NAME);
    }

    /**
     * Listens, in place of a socket that a process left behind which was killed.
     *
     * @throws IOException whose message says why not, and the cure
     */
    public static ControlSocket listen(Path folder, Answers answers) throws IOException {
        return listen(folder, answers, IDLE);
    }

    static ControlSocket listen(Path folder, Answers answers, Duration idle) throws IOException {
        Path path = path(folder);
        int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SocketFile.MAX_PATH_BYTES) {
            throw new IOException("cannot listen on " + path + " (the path has " + bytes
                    + " bytes, a socket's may have " + SocketFile.MAX_PATH_BYTES + "); choose a shorter COMITY_HOME");
        }
        ControlSocket socket = new ControlSocket(
                path,
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("comity-control", true), NioIoHandler.newFactory()),
                new ThreadPoolExecutor(
                        MAX_CLIENTS,
                        MAX_CLIENTS,
                        IDLE.toSeconds(),
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(MAX_CLIENTS),
                        new DefaultThreadFactory("comity-deeds", true)));
        try {
            SocketFile.clear(path);
            socket.bind(answers, idle);
            return socket;
        } catch (IOException failure) {
            socket.release();
            throw new IOException("cannot listen on " + path + " (" + SocketFile.reason(failure) + ")", failure);
        }
    }

    private void bind(Answers answers, Duration idle) throws IOException {
        AtomicInteger count = new AtomicInteger();
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channelFactory(NioServerDomainSocketChannel::new)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        clients.add(channel);
                        channel.pipeline()
                                .addLast(new IdleStateHandler(idle.toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                                .addLast(new WriteTimeoutHandler(idle.toMillis(), TimeUnit.MILLISECONDS))
                                .addLast(new LineBasedFrameDecoder(MAX_LINE_BYTES, true, true))
                                .addLast(new ControlClientLine(answers, deeds, count));
                    }
                })
                .bind(UnixDomainSocketAddress.of(path))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(SocketFile.reason(bound.cause()), bound.cause());
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
        }
    }

    /** Takes no more requests and removes the file; what is being done is done. */
    @Override
    public void close() {
        release();
        try {
            Files.deleteIfExists(path);
        } catch (IOException nextStartRemovesIt) {
            return;
        }
    }

    private void release() {
        clients.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        deeds.shutdown();
    }
}
