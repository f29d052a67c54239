package io.jvmtap.clients;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * Each client's own class path, found as Maven finds a project's: with the user's settings, from the local repository
 * first. Used by many threads.
 */
final class ClassPaths implements AutoCloseable {
    private final Context context;

    ClassPaths() {
        ContextOverrides.Builder overrides = ContextOverrides.create()
                .withUserSettings(true)
                .snapshotUpdatePolicy(ContextOverrides.SnapshotUpdatePolicy.NEVER);
        String repository = System.getProperty("matrix.repository");
        if (repository != null) {
            overrides.withLocalRepositoryOverride(Path.of(repository));
        }
        context = Runtimes.INSTANCE.getRuntime().create(overrides.build());
    }

    /** The jars of these artifacts and of all that they need at run time, ready for {@code -cp}; may be empty. */
    String of(List<String> artifacts) throws DependencyResolutionException {
        List<Dependency> wanted = artifacts.stream()
                .map(coordinates -> new Dependency(new DefaultArtifact(coordinates), "runtime"))
                .toList();
        CollectRequest graph = new CollectRequest(wanted, List.of(), context.remoteRepositories());
        return context
                .repositorySystem()
                .resolveDependencies(context.repositorySystemSession(), new DependencyRequest(graph, null))
                .getArtifactResults()
                .stream()
                .map(ArtifactResult::getArtifact)
                .filter(artifact -> "jar".equals(artifact.getExtension()))
                .map(artifact -> artifact.getFile().getPath())
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        context.close();
    }
}
