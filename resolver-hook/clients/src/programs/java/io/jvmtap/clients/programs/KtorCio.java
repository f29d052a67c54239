package io.jvmtap.clients.programs;

import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.cio.CIO;
import io.ktor.client.request.HttpRequestBuilder;
import io.ktor.client.request.HttpRequestKt;
import io.ktor.client.statement.HttpResponse;
import io.ktor.client.statement.HttpStatement;
import io.ktor.client.statement.ReadersKt;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;

/** Ktor's own engine, with a TLS of its own in Kotlin. */
public final class KtorCio {
    private KtorCio() {}

    public static void main(String[] args) {
        HttpClient client = HttpClientKt.HttpClient(CIO.INSTANCE, config -> Unit.INSTANCE);
        Seen.each(args, url -> {
            HttpRequestBuilder request = new HttpRequestBuilder();
            HttpRequestKt.url(request, url.toString());
            HttpResponse response = BuildersKt.runBlocking(
                    EmptyCoroutineContext.INSTANCE, (scope, then) -> new HttpStatement(request, client).execute(then));
            byte[] body = BuildersKt.runBlocking(
                    EmptyCoroutineContext.INSTANCE, (scope, then) -> ReadersKt.readRawBytes(response, then));
            return Seen.answer(response.getStatus().getValue(), body);
        });
    }
}
