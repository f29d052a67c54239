package io.jvmtap.clients.programs;

import java.net.URI;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Url;

/** Retrofit, over OkHttp. */
public final class RetrofitCall {
    private RetrofitCall() {}

    interface Api {
        @GET
        Call<ResponseBody> get(@Url String url);
    }

    public static void main(String[] args) {
        Seen.each(args, url -> {
            URI base = url.resolve("/");
            Api api = new Retrofit.Builder().baseUrl(base.toString()).build().create(Api.class);
            Response<ResponseBody> response = api.get(url.toString()).execute();
            return Seen.answer(response.code(), response.body().bytes());
        });
    }
}
