package io.jvmtap.clients.servers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Kafka's own broker and controller in one process; its clients are sent back to it by the name it is given. */
public final class KafkaBroker {
    private static final String CLUSTER = "matrix-cluster-of-one";

    private KafkaBroker() {}

    /** @param args what all are given, then the name to advertise, two more ports and a directory */
    public static void main(String[] args) throws Exception {
        Keys keys = Keys.of(args);
        String name = args[3];
        Path data = Path.of(args[6]);
        Path settings = Files.write(
                data.resolveSibling("server.properties"),
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + args[4],
                        "listeners=CLIENTS://127.0.0.1:" + keys.port() + ",CONTROLLER://127.0.0.1:" + args[4]
                                + ",BROKERS://127.0.0.1:" + args[5],
                        "advertised.listeners=CLIENTS://" + name + ":" + keys.port() + ",BROKERS://127.0.0.1:"
                                + args[5],
                        "listener.security.protocol.map=CLIENTS:SSL,CONTROLLER:PLAINTEXT,BROKERS:PLAINTEXT",
                        "controller.listener.names=CONTROLLER",
                        "inter.broker.listener.name=BROKERS",
                        "log.dirs=" + data,
                        "ssl.keystore.type=PKCS12",
                        "ssl.keystore.location=" + keys.file(),
                        "ssl.keystore.password=" + keys.password(),
                        "offsets.topic.num.partitions=1",
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "group.initial.rebalance.delay.ms=0"));
        String[] format = {"format", "-t", CLUSTER, "-c", settings.toString()};
        kafka.tools.StorageTool.execute(format, System.out);
        kafka.Kafka.main(new String[] {settings.toString()});
    }
}
