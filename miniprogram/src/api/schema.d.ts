/** What the API takes and gives. Made by `make api` from the OpenAPI document of the service; not to be edited. */

export interface paths {
    "/api/v1/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的作答
         * @description 本人的作答，新的在前；可只看一个活动的。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 只看这个活动的 */
                    quiz?: string;
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AttemptList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
            };
            cookie?: never;
        };
        /**
         * 查看作答
         * @description 进行中的返回题目，已交卷的返回成绩；别人的作答一律 404。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    attempt_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenAttempt"] | components["schemas"]["Result"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/answers/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
                number: number;
            };
            cookie?: never;
        };
        get?: never;
        /**
         * 保存一题的答案
         * @description 公布解析或超时之前可以改；同样的答案再交一次得到同样的结果。
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    attempt_id: string;
                    number: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "response": {
                     *         "options": [
                     *           "k7m2xp"
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AnswerArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnswerReply"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能再答：attempt_finished、answer_locked、time_up */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/appeal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对作废申诉
         * @description 竞赛的一次作答被作废后，本人可以申诉一次，由另一位管理员来定。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    attempt_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "text": "当时两台手机都是我在用。"
                     *     }
                     */
                    "application/json": components["schemas"]["AppealArgs"];
                };
            };
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Void"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能申诉：appealed */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 打开下一题
         * @description 逐题限时和闯关的活动，当前题答完或超时后打开下一题。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    attempt_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenAttempt"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能打开：attempt_finished、all_open、question_open、out */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/questions/{number}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
                number: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 对一道题提出疑问
         * @description 只能对本人已交卷、解析已公布的题提出，同一道题一次；别人的作答一律 404。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    attempt_id: string;
                    number: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "reason": "wrong_key",
                     *       "text": "教材里写的是 1921 年。"
                     *     }
                     */
                    "application/json": components["schemas"]["DisputeArgs"];
                };
            };
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Dispute"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能提出：attempt_open、not_revealed、already_disputed */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/revive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 复活一次
         * @description 闯关答错后继续，次数以规则为准。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    attempt_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenAttempt"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能复活：attempt_finished、no_revive */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attempts/{attempt_id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attempt_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 交卷
         * @description 答案可为空，以已保存的为准；重复交卷得到同一结果；截止后交卷只算截止前收到的答案。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    attempt_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "answers": [
                     *         {
                     *           "number": 1,
                     *           "response": {
                     *             "options": [
                     *               "k7m2xp"
                     *             ]
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SubmissionArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Result"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                409: components["responses"]["CONFLICT"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 用邀请码登录
         * @description 支部书记开的一次性邀请码：设置密码并登录，之后用手机号和密码登录。头四位对而整个不对的，累计 5 次后邀请码作废；原来的密码和登录都失效。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "code": "K7QM3-XHNTA",
                     *       "name": "张晓明",
                     *       "password": "jinshui-2026"
                     *     }
                     */
                    "application/json": components["schemas"]["EnterArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginReply"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                /** @description 邀请码不能再用：invite_used 用过、invite_void 作废、invite_expired 过期 */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 登录
         * @description 用手机号和密码登录。同一账号 15 分钟内输错 5 次后返回 429。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "login": "13800000001",
                     *       "password": "jinshui-demo"
                     *     }
                     */
                    "application/json": components["schemas"]["LoginArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginReply"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                /** @description 手机号或密码不正确：wrong_login */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 退出
         * @description 本次登录的令牌立即失效。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的登录
         * @description 列出本人在各设备上的登录。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 让一次登录失效 */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/binding-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 待定的绑定申请
         * @description 先来的在前，只列本支部党员的。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RequestList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 不是支部书记或管理员 */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/binding-requests/{request_id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                request_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 决定绑定申请
         * @description 同意即绑定；不同意要写原因。处理过的返回 409：request_decided。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    request_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "decision": "refuse",
                     *       "reason": "名册里不是这个姓名，请来支部核对。"
                     *     }
                     */
                    "application/json": components["schemas"]["DecisionArgs"];
                };
            };
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 对方是上级管理员：member_outranks */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                404: components["responses"]["NOT_FOUND"];
                409: components["responses"]["CONFLICT"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我提出的疑问
         * @description 新的在前，附处理情况和答复。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DisputeList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 首页
         * @description 首页需要的一切，一次给出。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Home"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 还能用的邀请码
         * @description 本支部党员的，不含邀请码本身。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InvitationList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 不是支部书记或管理员 */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** 作废邀请码 */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    invitation_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/branches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 支部榜
         * @description 得分按支部规模折算；参加人数少于 3 人的支部不列。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                    /** @description 在哪个党组织内排名，空为全区 */
                    within?: string;
                    /** @description 日榜、周榜、月榜、年榜、总榜 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupBoard"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/branches/{organization_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        /**
         * 支部的得分怎么算出来
         * @description （总分 + k × 全区人均）÷（参加人数 + k）。参加人数和总分只对按合规要求可以看的人显示，其他人为空。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 本日、本周、本月、本年、全部 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupReasons"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 个人榜
         * @description 只列选择参加个人排名的党员；没有选择参加的，items 和 around_me 为空，me.rank 为空。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                    /** @description 在哪个党组织内排名，空为全区 */
                    within?: string;
                    /** @description 日榜、周榜、月榜、年榜、总榜 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberBoard"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/streets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 街道榜
         * @description 由各支部汇总。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                    /** @description 在哪个党组织内排名，空为全区 */
                    within?: string;
                    /** @description 日榜、周榜、月榜、年榜、总榜 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupBoard"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leaderboards/streets/{organization_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organization_id: string;
            };
            cookie?: never;
        };
        /**
         * 街道的得分怎么算出来
         * @description （总分 + k × 全区人均）÷（参加人数 + k）。参加人数和总分只对按合规要求可以看的人显示，其他人为空。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 本日、本周、本月、本年、全部 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path: {
                    organization_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GroupReasons"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的信息 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Member"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的数据
         * @description 按类别列出保存了本人的什么、为什么、多久，注销时怎样处理。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Inventory"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 注销并删除
         * @description 姓名、手机号、绑定、登录、消息和写过的文字删除；作答和积分不再与姓名相连，合计不变。十分钟内登录的不必再输密码。不能恢复。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "password": "jinshui-demo",
                     *       "understood": true
                     *     }
                     */
                    "application/json": components["schemas"]["ErasureArgs"];
                };
            };
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 要重新登录才能办理：log_in_anew */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 导出我的数据
         * @description 一个 zip 文件：data.json 和可以直接打开的网页。导出记入操作日志。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description zip 文件 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": string;
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        /**
         * 一类数据
         * @description 本人这一类数据最近的 50 条；全部在导出的文件里。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KindRows"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的绑定
         * @description 本人凭什么登录：手机号和微信。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                identity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 解除我的微信绑定
         * @description 用这个微信登录的也随即失效；手机号不能这样解除。
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    identity_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{member_id}/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
                identity_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * 解除党员的微信绑定
         * @description 支部书记和上级管理员可用，记入审计。
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member_id: string;
                    identity_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已完成，没有内容 */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 对方是上级管理员：member_outranks */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/members/{member_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 开邀请码
         * @description 给一位党员，七天内用一次；邀请码只在这里出现一次，原来没用的随即作废。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    member_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewInvitation"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 对方是上级管理员：member_outranks */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的通知
         * @description 新的在前，附未读条数。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 只列未读的 */
                    unread?: boolean;
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NoticeList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** 全部标为已读 */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Unread"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                409: components["responses"]["CONFLICT"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notices/{notice_id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 读了一条通知
         * @description 再读一次不改变阅读时间；别人的通知一律 404。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    notice_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Notice"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                409: components["responses"]["CONFLICT"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 积分流水
         * @description 本人的积分流水，新的在前，写明事由和规则版本；可只看本日、本周等的。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                    /** @description 本日、本周、本月、本年、全部 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/ranking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 我的排名设置 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ranking"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        /**
         * 选择是否参加个人排名（小程序）
         * @description 与 PATCH 相同；小程序不能发出 PATCH。
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "full_name": false,
                     *       "opted_in": true
                     *     }
                     */
                    "application/json": components["schemas"]["RankingArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ranking"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * 选择是否参加个人排名
         * @description 由本人决定，随时可改，立即生效。
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "full_name": false,
                     *       "opted_in": true
                     *     }
                     */
                    "application/json": components["schemas"]["RankingArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ranking"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        trace?: never;
    };
    "/api/v1/points/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 今天的积分
         * @description 一次给出总分和每项任务的当前分与上限。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Today"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/points/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 我的分数从哪里来
         * @description 本人一个周期的积分，按任务和规则版本合计。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 本日、本周、本月、本年、全部 */
                    period?: "day" | "week" | "month" | "year" | "all";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberReasons"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quizzes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 答题活动
         * @description 列出本人可参加的活动；open=true 只列正在进行的。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 只列正在进行的 */
                    open?: boolean;
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuizList"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        /**
         * 新建答题活动
         * @description 管理员为本组织新建活动；规则以底本为准，只写不同之处。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "closes_at": "2026-11-30T21:00:00+08:00",
                     *       "draw": [
                     *         {
                     *           "banks": [
                     *             "jinshui-study"
                     *           ],
                     *           "count": 20
                     *         }
                     *       ],
                     *       "opens_at": "2026-11-24T09:00:00+08:00",
                     *       "preset": "contest",
                     *       "title": "金水区党史知识竞赛"
                     *     }
                     */
                    "application/json": components["schemas"]["QuizArgs"];
                };
            };
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Quiz"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                409: components["responses"]["CONFLICT"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quizzes/{quiz_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quiz_id: string;
            };
            cookie?: never;
        };
        /** 一个答题活动 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quiz_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Quiz"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quizzes/{quiz_id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quiz_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 开始答题
         * @description 未开放、次数用完、有未交卷的作答时返回 409，code 说明原因。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    quiz_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OpenAttempt"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                /** @description 不能开始：not_open、attempt_open、no_tries_left、too_few_questions */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quizzes/{quiz_id}/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quiz_id: string;
            };
            cookie?: never;
        };
        /**
         * 活动榜单
         * @description of 选个人、支部或街道；封榜期间显示封榜时的名次。
         */
        get: {
            parameters: {
                query?: {
                    /** @description 每页条数 */
                    limit?: number;
                    /** @description 上一页给出的 next */
                    cursor?: string;
                    /** @description 在哪个党组织内排名，空为全区 */
                    within?: string;
                    /** @description 个人、支部、街道 */
                    of?: "members" | "branches" | "streets";
                    /** @description 只看一个组别，写活动规则里组别的 code；不和 within 一起用 */
                    bracket?: string;
                };
                header?: never;
                path: {
                    quiz_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MemberBoard"] | components["schemas"]["GroupBoard"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quizzes/{quiz_id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                quiz_id: string;
            };
            cookie?: never;
        };
        /**
         * 竞赛成绩文件
         * @description 活动结束、揭榜以后公布，可以独立核对签名和名次；没有公布的返回 404。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    quiz_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResultsFile"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/results-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * 成绩文件的公钥
         * @description 竞赛成绩文件都由它对应的私钥签名。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ResultsKey"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 绑定微信
         * @description 凭姓名和微信证实的手机号，或凭邀请码。与名册一致的立即绑定并登录；姓名不一致、已绑定别的微信或有几位同名时返回 202，等支部书记确认。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "张晓明",
                     *       "phone_code": "5e6f7a8b",
                     *       "ticket": "gAAAAAB"
                     *     }
                     */
                    "application/json": components["schemas"]["BindArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginReply"];
                    };
                };
                /** @description 要等支部书记确认 */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingReply"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                /** @description 没有开通微信登录（wechat_off），或名册里没有这个人（not_on_roster） */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description 邀请码不能再用，或这个微信已绑定别人：identity_taken */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                /** @description 微信没有应答或没有配置好：wechat_unreachable、wechat_busy 等 */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 把微信绑定到本人
         * @description 已登录的党员把正在用的微信绑定到自己的账号，可以有几个。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "code": "0a1b2c3d"
                     *     }
                     */
                    "application/json": components["schemas"]["CodeArgs"];
                };
            };
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Identity"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 没有开通微信登录：wechat_off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                409: components["responses"]["CONFLICT"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                /** @description 微信没有应答或没有配置好：wechat_unreachable、wechat_busy 等 */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 微信登录
         * @description 绑定过的返回与 /auth/login 相同的内容；没有绑定的返回 202 和绑定凭证，用它去绑定。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "code": "0a1b2c3d"
                     *     }
                     */
                    "application/json": components["schemas"]["CodeArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginReply"];
                    };
                };
                /** @description 这个微信还没有绑定 */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TicketReply"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                /** @description 微信提示账号有风险：wechat_high_risk */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description 没有开通微信登录：wechat_off */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description code 已经用过：wechat_code_used */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                /** @description 微信没有应答或没有配置好：wechat_unreachable、wechat_busy 等 */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/scenes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 生成一个可扫的码
         * @description 支部书记和管理员可用。微信开通时是小程序码，否则（或微信不应答时）是网页地址的二维码。
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "organization": "Hk2mN8sQpX1vT0aB",
                     *       "purpose": "sign_in"
                     *     }
                     */
                    "application/json": components["schemas"]["NewSceneArgs"];
                };
            };
            responses: {
                /** @description 已新建 */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewScene"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 不是这个党组织的书记或管理员 */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description 没有这个党组织 */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/scenes/{scene_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scene_id: string;
            };
            cookie?: never;
        };
        /**
         * 扫到的码是什么
         * @description 过期的和没有的一样是 404：scene_over。
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    scene_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Scene"];
                    };
                };
                401: components["responses"]["UNAUTHORIZED"];
                404: components["responses"]["NOT_FOUND"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wechat/scenes/{scene_id}/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scene_id: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * 确认扫码登录
         * @description 在手机上确认是本人登录管理后台，或拒绝；只能一次，三分钟内有效。
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 幂等键：同键同内容返回同一结果，同键不同内容返回 409；保存七天
                     * @example 9f1c2a7e-attempt
                     */
                    "Idempotency-Key"?: string;
                };
                path: {
                    scene_id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "confirmed": true
                     *     }
                     */
                    "application/json": components["schemas"]["ConfirmArgs"];
                };
            };
            responses: {
                /** @description 成功 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Scene"];
                    };
                };
                400: components["responses"]["BAD_REQUEST"];
                401: components["responses"]["UNAUTHORIZED"];
                /** @description 不是支部书记或管理员 */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                404: components["responses"]["NOT_FOUND"];
                409: components["responses"]["CONFLICT"];
                413: components["responses"]["REQUEST_ENTITY_TOO_LARGE"];
                422: components["responses"]["UNPROCESSABLE_ENTITY"];
                429: components["responses"]["TOO_MANY_REQUESTS"];
                503: components["responses"]["SERVICE_UNAVAILABLE"];
                default: components["responses"]["DEFAULT_ERROR"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AnswerArgs: {
            /**
             * @description 单选、多选、排序用 options；判断用 value；填空用 texts；连线用 pairs
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            response: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            };
        };
        AnswerReply: {
            /** @description 当场公布时的对错和解析 */
            feedback: components["schemas"]["Feedback"] | null;
            /** @description 题号 */
            number: number;
            /**
             * @description saved 已保存，locked 已锁定
             * @example saved
             * @enum {string}
             */
            state: "saved" | "locked";
        };
        AppealArgs: {
            /**
             * @description 申诉的理由
             * @example 当时两台手机都是我在用。
             */
            text: string;
        };
        AttemptLine: {
            /** @description 用时（毫秒） */
            duration_ms: number | null;
            /** @description 交卷时间，未交卷为空 */
            finished_at: string | null;
            /** @description 作答编号 */
            id: string;
            /** @description 满分（十分之一分） */
            max_score: number | null;
            /** @description 所得积分 */
            points_awarded: number | null;
            /**
             * @description 活动类型
             * @example daily
             * @enum {string}
             */
            preset: "daily" | "topic" | "survival" | "weekly" | "contest";
            /** @description 题数 */
            questions: number | null;
            /** @description 活动编号 */
            quiz_id: string;
            /** @description 得分（十分之一分） */
            score: number | null;
            /** @description 开始时间 */
            started_at: string;
            /**
             * @description open 未交卷，finished 已交卷
             * @example finished
             * @enum {string}
             */
            state: "open" | "finished";
            /**
             * @description 活动名称
             * @example 每日答题（11月24日）
             */
            title: string;
        };
        AttemptList: {
            items: components["schemas"]["AttemptLine"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        BindArgs: {
            /** @description 支部书记给的邀请码 */
            invite_code?: string;
            /**
             * @description 姓名；用手机号绑定时必填
             * @example 张晓明
             */
            name?: string;
            /**
             * @description 手机号按钮给出的 code，与 invite_code 二选一
             * @example 5e6f7a8b
             */
            phone_code?: string;
            /**
             * @description 登录时给出的绑定凭证
             * @example gAAAAAB
             */
            ticket: string;
        };
        Board: {
            /** @description 组别名称，不按组别看的为空 */
            bracket: string | null;
            /** @description 封榜时间，未封榜为空 */
            frozen_at: string | null;
            /**
             * @description 周期，活动榜为空
             * @example week
             * @enum {string|null}
             */
            period: "day" | "week" | "month" | "year" | "all" | null;
            /**
             * @description 周期的第一天
             * @example 2026-11-23
             */
            starts_on: string | null;
            /** @description 榜上总数 */
            total: number;
            within: components["schemas"]["Within"];
        };
        Bracket: {
            /**
             * @description 组别编号
             * @example g1
             */
            code: string;
            /**
             * @description 组别名称
             * @example 街道组
             */
            title: string;
        };
        CodeArgs: {
            /**
             * @description wx.login 给出的 code
             * @example 0a1b2c3d
             */
            code: string;
        };
        ConfirmArgs: {
            /**
             * @description true 是本人，false 不是
             * @example true
             */
            confirmed: boolean;
        };
        DecisionArgs: {
            /**
             * @description approve 同意，refuse 不同意
             * @example refuse
             * @enum {string}
             */
            decision: "approve" | "refuse";
            /** @description 同意时是哪位党员；只有一位可能时可以不填 */
            member?: string;
            /**
             * @description 不同意的原因，对方会看到
             * @example 名册里不是这个姓名，请来支部核对。
             */
            reason?: string;
        };
        Dispute: {
            /** @description 答复时间，未答复为空 */
            answered_at: string | null;
            /** @description 哪次作答 */
            attempt_id: string;
            /** @description 提出时间 */
            created_at: string;
            /** @description 疑问编号 */
            id: string;
            /**
             * @description 题号
             * @example 3
             */
            number: number;
            /**
             * @description 疑问类型
             * @example wrong_key
             * @enum {string}
             */
            reason: "wrong_key" | "wrong_fact" | "ambiguous" | "typo" | "other";
            /** @description 编辑的答复，未答复为空 */
            reply: string | null;
            /**
             * @description open 待答复，kept 维持原答案，corrected 已更正答案，voided 题目已作废
             * @example open
             * @enum {string}
             */
            status: "open" | "kept" | "corrected" | "voided";
            /** @description 题干 */
            stem: string;
            /** @description 本人写的说明 */
            text: string;
        };
        DisputeArgs: {
            /**
             * @description wrong_key 答案有误，wrong_fact 史实有误，ambiguous 题意不清，typo 有错别字，other 其他
             * @example wrong_key
             * @enum {string}
             */
            reason: "wrong_key" | "wrong_fact" | "ambiguous" | "typo" | "other";
            /**
             * @description 说明
             * @default
             * @example 教材里写的是 1921 年。
             */
            text?: string;
        };
        DisputeList: {
            items: components["schemas"]["Dispute"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        DrawArgs: {
            /**
             * @description 题库编号
             * @example [
             *       "jinshui-study"
             *     ]
             */
            banks: string[];
            /**
             * @description 抽几题
             * @example 20
             */
            count: number;
            /** @description 难度，空为不限 */
            difficulties?: number[];
            /** @description 题型，空为不限 */
            kinds?: string[];
            /**
             * @description 每题几个十分之一分
             * @default 100
             */
            score?: number;
            /** @description 专题，空为不限 */
            topics?: string[];
        };
        Due: {
            /** @description 数量 */
            count: number;
            /** @description 待办种类 */
            kind: string;
            /** @description 待办名称 */
            title: string;
        };
        EnterArgs: {
            /**
             * @description 支部书记给的邀请码，大小写、空格和横线都不影响
             * @example K7QM3-XHNTA
             */
            code: string;
            /**
             * @description 姓名，填了就要和名册一致
             * @example 张晓明
             */
            name?: string;
            /**
             * @description 新密码，至少 8 位
             * @example jinshui-2026
             */
            password: string;
        };
        Entry: {
            /** @description 记入时间 */
            created_at: string;
            /**
             * @description 计入哪一天
             * @example 2026-11-24
             */
            day: string;
            /** @description 流水编号 */
            id: string;
            /**
             * @description 积分，冲正为负
             * @example 4
             */
            points: number;
            /**
             * @description 事由
             * @example 每日答题 11月24日：答对 4/5 题
             */
            reason: string;
            /** @description 所用积分规则的版本 */
            rule_version: number;
            /**
             * @description 来源
             * @example quiz:Hk2mN8sQpX1vT0aB
             */
            source: string;
            /**
             * @description 任务代码
             * @example daily
             */
            task: string;
        };
        EntryList: {
            items: components["schemas"]["Entry"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        ErasureArgs: {
            /**
             * @description 登录密码；刚登录过可不填
             * @example jinshui-demo
             */
            password?: string;
            /**
             * @description 本人已了解注销不能恢复，必须为 true
             * @example true
             * @enum {boolean}
             */
            understood: true;
        };
        Feedback: {
            /** @description 是否全对，有裁定的以裁定为准 */
            correct: boolean;
            /** @description 解析 */
            explanation: string;
            /**
             * @description 出题时的正确答案
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            key: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            };
            /** @description 对这道题的裁定，没有则为空 */
            ruling: components["schemas"]["Ruling"] | null;
            /** @description 出处 */
            source: string;
        };
        GroupBoard: {
            around_me: components["schemas"]["GroupRow"][];
            board: components["schemas"]["Board"];
            items: components["schemas"]["GroupRow"][];
            /** @description 我所在的支部或街道 */
            me: components["schemas"]["GroupRow"] | null;
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        GroupReasons: {
            /**
             * @description 全区参加者人均积分
             * @example 6.125
             */
            district_mean: number;
            /**
             * @description 至少多少人参加才计入榜单
             * @example 3
             */
            fewest: number;
            /** @description 支部或街道 */
            organization: components["schemas"]["Within"];
            /** @description 参加人数，按合规要求可能为空 */
            participants: number | null;
            /**
             * @description 周期
             * @example week
             */
            period: string;
            /** @description 得分（十分之一分），人数不足不计为空 */
            score: number | null;
            /**
             * @description 周期的第一天
             * @example 2026-11-23
             */
            starts_on: string | null;
            /** @description 参加者的积分合计，按合规要求可能为空 */
            total: number | null;
            /**
             * @description 公式里的 k
             * @example 10
             */
            weight: number;
        };
        GroupRow: {
            /** @description 是否本人所在 */
            is_mine: boolean;
            /** @description 党员人数 */
            members: number;
            /** @description 名称 */
            name: string;
            /** @description 党组织编号 */
            organization_id: string;
            /** @description 参加人数，按合规要求可能为空 */
            participants: number | null;
            /** @description 参与率，按合规要求可能为空 */
            participation: number | null;
            /**
             * @description 名次
             * @example 1
             */
            rank: number;
            /** @description 得分（十分之一分），已按规模折算 */
            score: number;
            /** @description 所属街道 */
            street: string;
        };
        Headline: {
            /** @description 新闻编号 */
            id: string;
            /** @description 标题 */
            title: string;
        };
        Home: {
            /** @description 待办 */
            due: components["schemas"]["Due"][];
            /** @description 本人 */
            member: components["schemas"]["Member"];
            /** @description 最新动态，最多三条 */
            news: components["schemas"]["Headline"][];
            /** @description 今天的积分 */
            points: components["schemas"]["Today"];
            /** @description 正在进行的答题活动 */
            quizzes: components["schemas"]["Quiz"][];
            /** @description 党史上的今天 */
            today_in_history: string | null;
            /** @description 它的出处 */
            today_in_history_source: string | null;
        };
        Identity: {
            /** @description 绑定时间，早先登记的为空 */
            created_at: string | null;
            /** @description 绑定编号，不能解除的为空 */
            id: string | null;
            /**
             * @description phone 手机号，wechat 微信
             * @example wechat
             */
            kind: string;
            /**
             * @description 给人看的说明，手机号隐去中间四位
             * @example 138****0001
             */
            label: string;
        };
        IdentityList: {
            items: components["schemas"]["Identity"][];
            /** @description 总是为空 */
            next: string | null;
        };
        Inventory: {
            items: components["schemas"]["Kind"][];
            /**
             * @description 注销前还要什么来确认是本人：nothing 刚登录过，password 登录密码，log_in 重新登录
             * @example password
             * @enum {string}
             */
            proof: "nothing" | "password" | "log_in";
        };
        Invitation: {
            /** @description 开出时间 */
            created_at: string;
            /** @description 到期时间 */
            expires_at: string;
            /** @description 邀请编号，不是邀请码 */
            id: string;
            /** @description 给谁的 */
            member: components["schemas"]["PersonRef"];
        };
        InvitationList: {
            items: components["schemas"]["Invitation"][];
            /** @description 总是为空 */
            next: string | null;
        };
        Kind: {
            /**
             * @description 类别代码
             * @example attempts
             */
            code: string;
            /**
             * @description 条数
             * @example 12
             */
            count: number;
            /** @description 注销时是否删除 */
            goes: boolean;
            /**
             * @description 保存多久
             * @example 长期
             */
            kept_for: string;
            /** @description 注销时怎样处理 */
            on_erasure: string;
            /**
             * @description 类别名称
             * @example 作答
             */
            title: string;
            /** @description 保存了什么 */
            what: string;
            /** @description 为什么保存 */
            why: string;
        };
        KindRows: {
            /**
             * @description 类别代码
             * @example attempts
             */
            code: string;
            /**
             * @description 条数
             * @example 12
             */
            count: number;
            /** @description 注销时是否删除 */
            goes: boolean;
            /** @description 最近 50 条，每条由若干项目组成 */
            items: components["schemas"]["Value"][][];
            /**
             * @description 保存多久
             * @example 长期
             */
            kept_for: string;
            /** @description 注销时怎样处理 */
            on_erasure: string;
            /**
             * @description 类别名称
             * @example 作答
             */
            title: string;
            /** @description 保存了什么 */
            what: string;
            /** @description 为什么保存 */
            why: string;
        };
        LoginArgs: {
            /**
             * @description 手机号
             * @example 13800000001
             */
            login: string;
            /**
             * @description 密码
             * @example jinshui-demo
             */
            password: string;
        };
        LoginReply: {
            /**
             * @description 到期时间
             * @example 2026-12-24T08:00:00.000+08:00
             */
            expires_at: string;
            /** @description 登录的党员 */
            member: components["schemas"]["Member"];
            /** @description 访问令牌，只出现这一次 */
            token: string;
        };
        Member: {
            /** @description 所在支部 */
            branch: components["schemas"]["OrganizationRef"];
            /** @description 榜单上是否显示全名 */
            full_name_on_boards: boolean;
            /** @description 党员编号 */
            id: string;
            /**
             * @description 姓名
             * @example 张晓明
             */
            name: string;
            /** @description 从区委到支部的各级组织 */
            path: components["schemas"]["OrganizationNode"][];
            /** @description 本人是否参加个人排名 */
            ranking_opt_in: boolean;
            /** @description 角色 */
            roles: components["schemas"]["Role"][];
        };
        MemberBoard: {
            /** @description 我和前后各五名 */
            around_me: components["schemas"]["MemberRow"][];
            board: components["schemas"]["Board"];
            items: components["schemas"]["MemberRow"][];
            me: components["schemas"]["MyPlace"];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        MemberReasons: {
            /**
             * @description 周期
             * @example week
             */
            period: string;
            /** @description 周期内的积分，各任务相加 */
            points: number;
            /**
             * @description 周期的第一天
             * @example 2026-11-23
             */
            starts_on: string | null;
            tasks: components["schemas"]["TaskReason"][];
        };
        MemberRow: {
            /** @description 所在支部 */
            branch: string;
            /** @description 用时（毫秒），只在活动榜有 */
            duration_ms: number | null;
            /** @description 是否本人 */
            is_me: boolean;
            /** @description 党员编号 */
            member_id: string;
            /**
             * @description 姓名，未同意显示全名的隐去中间
             * @example 张*明
             */
            name: string;
            /** @description 积分；活动榜为得分（十分之一分） */
            points: number;
            /**
             * @description 名次，同分同名次
             * @example 1
             */
            rank: number;
        };
        MyPlace: {
            /** @description 我的用时（毫秒） */
            duration_ms: number | null;
            /** @description 我的积分或得分 */
            points: number;
            /** @description 我的名次，未上榜或未参加个人排名为空 */
            rank: number | null;
        };
        NewInvitation: {
            /**
             * @description 邀请码，只出现这一次
             * @example K7QM3-XHNTA
             */
            code: string;
            /** @description 开出时间 */
            created_at: string;
            /** @description 到期时间 */
            expires_at: string;
            /** @description 邀请编号，不是邀请码 */
            id: string;
            /** @description 给谁的 */
            member: components["schemas"]["PersonRef"];
        };
        NewScene: {
            /** @description 网页版的地址 */
            address: string;
            /** @description 到期时间 */
            expires_at: string;
            /** @description 码的编号，最多 32 个字符 */
            id: string;
            /**
             * @description mini_program 小程序码，web 普通二维码
             * @example web
             */
            kind: string;
            /** @description 图片，data: 地址 */
            picture: string;
            /**
             * @description 用途
             * @example sign_in
             */
            purpose: string;
        };
        NewSceneArgs: {
            /**
             * @description 党组织编号
             * @example Hk2mN8sQpX1vT0aB
             */
            organization: string;
            /**
             * @description 用途：sign_in 签到
             * @example sign_in
             */
            purpose: string;
        };
        Notice: {
            /** @description 发出时间 */
            created_at: string;
            /** @description 通知编号 */
            id: string;
            /**
             * @description 类别，如 ruling 成绩更正、dispute 疑问答复
             * @example ruling
             */
            kind: string;
            /**
             * @description 相关内容的地址，没有则为空文字
             * @example /attempts/Hk2mN8sQpX1vT0aB
             */
            link: string;
            /** @description 阅读时间，未读为空 */
            read_at: string | null;
            /** @description 内容 */
            text: string;
            /**
             * @description 标题
             * @example 成绩更正
             */
            title: string;
        };
        NoticeList: {
            items: components["schemas"]["Notice"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
            /** @description 未读条数 */
            unread: number;
        };
        NumberedResponse: {
            /**
             * @description 题号
             * @example 1
             */
            number: number;
            /**
             * @description 本人的答案
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            response: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            };
        };
        OpenAttempt: {
            /**
             * @description 已答的题号
             * @example [
             *       1,
             *       2
             *     ]
             */
            answered: number[];
            /** @description 截止时间 */
            expires_at: string;
            /** @description 作答编号 */
            id: string;
            /** @description 逐题限时的，当前题的截止时间 */
            question_expires_at: string | null;
            /** @description 已开放的题 */
            questions: components["schemas"]["OpenQuestion"][];
            /** @description 活动编号 */
            quiz_id: string;
            /** @description 本人已保存的答案，换设备后据此继续 */
            responses: components["schemas"]["NumberedResponse"][];
            /** @description 服务器现在的时间，倒计时以此为准 */
            server_time: string;
            /** @description 开始时间 */
            started_at: string;
            /**
             * @description 未交卷
             * @enum {string}
             */
            state: "open";
            /** @description 总题数 */
            total: number;
        };
        OpenQuestion: {
            /** @description 填空题的空数 */
            gaps: number;
            /**
             * @description 题型
             * @example single
             * @enum {string}
             */
            kind: "single" | "multiple" | "true_false" | "blank" | "ordering" | "matching";
            /** @description 连线题左栏 */
            left: components["schemas"]["Option"][];
            /**
             * @description 题号，从 1 起
             * @example 1
             */
            number: number;
            /** @description 单选、多选、排序的选项 */
            options: components["schemas"]["Option"][];
            /** @description 连线题右栏 */
            right: components["schemas"]["Option"][];
            /** @description 本题时限（秒），空为不限 */
            seconds: number | null;
            /**
             * @description 题干
             * @example 五四运动爆发于哪一年？
             */
            stem: string;
        };
        Option: {
            /**
             * @description 本次作答专用的选项编号
             * @example k7m2xp
             */
            id: string;
            /** @description 选项文字 */
            text: string;
        };
        OrganizationNode: {
            /** @description 党组织编号 */
            id: string;
            /**
             * @description 党组织的层级
             * @example branch
             * @enum {string}
             */
            kind: "district" | "street" | "committee" | "branch";
            /**
             * @description 党组织名称
             * @example 经八路街道第一社区党支部
             */
            name: string;
        };
        OrganizationRef: {
            /** @description 党组织编号 */
            id: string;
            /**
             * @description 党组织名称
             * @example 经八路街道第一社区党支部
             */
            name: string;
        };
        OwnRequest: {
            /**
             * @description 为什么要人来定
             * @example name_differs
             */
            cause: string;
            /** @description 申请时间 */
            created_at: string;
            /** @description 申请编号 */
            id: string;
            /** @description 未同意的原因，没有则为空文字 */
            reason: string;
            /**
             * @description waiting 等书记确认，approved 已同意，refused 未同意
             * @example waiting
             */
            state: string;
        };
        PaginationMetadata: {
            /** @description First available page number. */
            first_page?: number;
            /** @description Last available page number. */
            last_page?: number;
            /** @description Next page number. */
            next_page?: number;
            /** @description Current page number. */
            page?: number;
            /** @description Previous page number. */
            previous_page?: number;
            /** @description Total number of items. */
            total?: number;
            /** @description Total number of pages. */
            total_pages?: number;
        };
        PersonRef: {
            /** @description 所在支部 */
            branch: components["schemas"]["OrganizationRef"];
            /** @description 党员编号 */
            id: string;
            /**
             * @description 姓名
             * @example 张晓明
             */
            name: string;
        };
        Problem: {
            /**
             * @description 程序可用的固定代码
             * @example not_found
             */
            code: string;
            /**
             * @description 给使用者看的说明
             * @example 没有找到您要的内容。
             */
            detail: string;
            /** @description 各项目的错误说明 */
            errors?: {
                [key: string]: unknown;
            };
            /**
             * @description HTTP 状态码
             * @example 404
             */
            status: number;
            /**
             * @description 问题名称
             * @example 没有找到
             */
            title: string;
            /**
             * @description 问题类型
             * @example urn:jinshui:problem:not_found
             */
            type: string;
        };
        Quiz: {
            /** @description 结束时间 */
            closes_at: string;
            /** @description 活动编号 */
            id: string;
            /** @description 未交卷的作答编号 */
            open_attempt_id: string | null;
            /** @description 开始时间 */
            opens_at: string;
            /**
             * @description 活动类型
             * @example daily
             * @enum {string}
             */
            preset: "daily" | "topic" | "survival" | "weekly" | "contest";
            rules: components["schemas"]["Rules"];
            /** @description 抽题种子，活动结束后公布；凭它可以重算每份试卷 */
            seed: string | null;
            /** @description 抽题种子的 SHA-256，活动建好时就定下；以前建的活动没有，为空 */
            seed_commitment: string | null;
            /**
             * @description 名称
             * @example 每日答题 11月24日
             */
            title: string;
            /** @description 剩余次数，空为不限 */
            tries_left: number | null;
        };
        QuizArgs: {
            /**
             * Format: date-time
             * @description 结束时间
             * @example 2026-11-30T21:00:00+08:00
             */
            closes_at: string;
            /** @description 抽题规则 */
            draw: components["schemas"]["DrawArgs"][];
            /**
             * Format: date-time
             * @description 封榜时间
             * @default null
             */
            freezes_at?: string | null;
            /**
             * Format: date-time
             * @description 开始时间
             * @example 2026-11-24T09:00:00+08:00
             */
            opens_at: string;
            /** @description 党组织编号，空为全区 */
            organization?: string;
            /**
             * @description 以哪种活动为底
             * @example contest
             * @enum {string}
             */
            preset: "daily" | "topic" | "survival" | "weekly" | "contest";
            /**
             * Format: date-time
             * @description 揭榜时间
             * @default null
             */
            reveals_at?: string | null;
            /** @description 与底本不同的规则 */
            rules?: components["schemas"]["RulesArgs"];
            /**
             * @description 是否所有人同一套题
             * @default false
             */
            same_for_all?: boolean;
            /**
             * @description 名称
             * @example 金水区党史知识竞赛
             */
            title: string;
        };
        QuizList: {
            items: components["schemas"]["Quiz"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        Ranking: {
            /** @description 榜单上是否显示全名 */
            full_name: boolean;
            /** @description 是否须本人同意才参加个人排名 */
            opt_in_needed: boolean;
            /** @description 是否参加个人排名 */
            opted_in: boolean;
        };
        RankingArgs: {
            /**
             * @description 榜单上是否显示全名
             * @example false
             */
            full_name?: boolean;
            /**
             * @description 是否参加个人排名
             * @example true
             */
            opted_in?: boolean;
        };
        Request: {
            /** @description 可能是哪几位党员 */
            candidates: components["schemas"]["PersonRef"][];
            /**
             * @description 为什么要人来定：name_differs 姓名不一致，already_bound 已绑定别的微信，several_matches 有几位同名，phone_unknown 手机号不在名册
             * @example name_differs
             */
            cause: string;
            /** @description 申请时间 */
            created_at: string;
            /** @description 申请编号 */
            id: string;
            /**
             * @description 要绑定什么，现在只有 wechat
             * @example wechat
             */
            kind: string;
            /**
             * @description 对方填写的姓名
             * @example 张晓明
             */
            name: string;
            /** @description 微信证实的手机号，隐去中间四位；没有则为空文字 */
            phone: string;
        };
        RequestList: {
            items: components["schemas"]["Request"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        Result: {
            /** @description 作答编号 */
            attempt_id: string;
            /** @description 答对题数 */
            correct: number;
            /** @description 用时（毫秒，以服务器为准） */
            duration_ms: number;
            /** @description 交卷时间 */
            finished_at: string;
            /**
             * @description 满分（十分之一分）
             * @example 500
             */
            max_score: number;
            /** @description 是否本人在此活动中的最好成绩 */
            personal_best: boolean;
            /** @description 获得积分 */
            points_awarded: number;
            /** @description 题数 */
            questions: number;
            /** @description 活动编号 */
            quiz_id: string;
            /** @description 逐题解析，未公布则为空 */
            review: components["schemas"]["ReviewedQuestion"][] | null;
            /** @description 解析何时公布，已公布则为空 */
            review_at: string | null;
            /**
             * @description 得分（十分之一分）
             * @example 400
             */
            score: number;
            /**
             * @description 已交卷
             * @enum {string}
             */
            state: "finished";
            /** @description 作答被作废的情况，没有则为空 */
            void: components["schemas"]["Void"] | null;
        };
        ResultsFile: {
            /** @description document 规范形式的 SHA-256 */
            digest: string;
            /** @description 成绩：活动、规则、种子、每人的成绩和名次、支部名次；不含姓名和手机号 */
            document: {
                [key: string]: unknown;
            };
            /** @description 愿意公开姓名的人：编号对应姓名、支部，以及核对承诺用的 nonce */
            names: {
                [key: string]: unknown;
            };
            signature: components["schemas"]["Signature"];
        };
        ResultsKey: {
            /**
             * @description 签名算法
             * @example Ed25519
             */
            algorithm: string;
            /** @description 公钥（Base64），用来核对成绩文件 */
            public_key: string;
        };
        ReviewedQuestion: {
            /** @description 是否全对，有裁定的以裁定为准 */
            correct: boolean;
            /** @description 解析 */
            explanation: string;
            /** @description 填空题的空数 */
            gaps: number;
            /**
             * @description 出题时的正确答案
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            key: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            };
            /**
             * @description 题型
             * @example single
             * @enum {string}
             */
            kind: "single" | "multiple" | "true_false" | "blank" | "ordering" | "matching";
            /** @description 连线题左栏 */
            left: components["schemas"]["Option"][];
            /**
             * @description 题号，从 1 起
             * @example 1
             */
            number: number;
            /** @description 单选、多选、排序的选项 */
            options: components["schemas"]["Option"][];
            /**
             * @description 本人的答案，空为未答
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            response: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            } | null;
            /** @description 连线题右栏 */
            right: components["schemas"]["Option"][];
            /** @description 对这道题的裁定，没有则为空 */
            ruling: components["schemas"]["Ruling"] | null;
            /** @description 得分（十分之一分） */
            score: number;
            /** @description 本题时限（秒），空为不限 */
            seconds: number | null;
            /** @description 出处 */
            source: string;
            /**
             * @description 题干
             * @example 五四运动爆发于哪一年？
             */
            stem: string;
            /** @description 满分（十分之一分） */
            worth: number;
        };
        Role: {
            /** @description 角色所在的党组织 */
            organization: components["schemas"]["OrganizationRef"];
            /**
             * @description 角色
             * @example secretary
             * @enum {string}
             */
            role: "secretary" | "unit_admin" | "editor" | "district_admin";
        };
        Rules: {
            /** @description 组别，不分组的为空 */
            brackets: components["schemas"]["Bracket"][];
            /**
             * @description 取哪次成绩：最好、第一次、最后一次、每天前几次
             * @example best
             * @enum {string}
             */
            counts: "best" | "first" | "last" | "first_k";
            /**
             * @description 何时公布解析：each 每题后、end 交卷后、after_close 活动结束后
             * @example end
             * @enum {string}
             */
            feedback: "each" | "end" | "after_close";
            /** @description counts 为 first_k 时，每天前几次算 */
            first_k: number;
            /** @description 少选是否给部分分 */
            partial: boolean;
            /** @description 答对百分之几以上才计成绩 */
            pass_percent: number;
            /**
             * @description 题数
             * @example 5
             */
            questions: number;
            /** @description 可复活次数 */
            revives: number;
            /** @description 每题时限（秒），空为不限 */
            seconds_per_question: number | null;
            /** @description 全卷时限（秒），空为不限 */
            seconds_total: number | null;
            /** @description 速度分占一题的百分比 */
            speed_percent: number;
            /** @description 答错即止 */
            stops_when_wrong: boolean;
            /** @description 每天次数，空为不限 */
            tries_per_day: number | null;
            /** @description 总次数，空为不限 */
            tries_total: number | null;
        };
        RulesArgs: {
            /** @enum {string} */
            counts?: "best" | "first" | "last" | "first_k";
            /** @enum {string} */
            feedback?: "each" | "end" | "after_close";
            first_k?: number;
            partial?: boolean;
            pass_percent?: number;
            questions?: number;
            seconds_per_question?: number | null;
            seconds_total?: number | null;
            speed_percent?: number;
            tries_per_day?: number | null;
            tries_total?: number | null;
        };
        Ruling: {
            /** @description 更正后的解析，没有改则为空文字 */
            explanation: string;
            /**
             * @description 更正后的正确答案，作废的为空
             * @example {
             *       "options": [
             *         "k7m2xp"
             *       ]
             *     }
             */
            key: {
                options: string[];
            } | {
                value: boolean;
            } | {
                texts: string[];
            } | {
                pairs: string[][];
            } | null;
            /** @description 编辑写的理由 */
            reason: string;
            /** @description 给答题人看的说明 */
            sentence: string;
            /**
             * @description correct 参考答案已更正，void 题目已作废
             * @example correct
             * @enum {string}
             */
            verdict: "correct" | "void";
        };
        Scene: {
            /** @description 生成时间 */
            created_at: string;
            /** @description 在什么浏览器上登录，没有则为空文字 */
            device: string;
            /** @description 到期时间 */
            expires_at: string;
            /** @description 码的编号 */
            id: string;
            /**
             * @description 核对号，应与电脑上的一致；没有则为空文字
             * @example 47
             */
            number: string;
            /** @description 所属党组织 */
            organization: components["schemas"]["OrganizationRef"] | null;
            /**
             * @description 用途：login 登录管理后台，sign_in 签到
             * @example login
             */
            purpose: string;
            /** @description 在哪个网址登录，没有则为空文字 */
            site: string;
            /**
             * @description waiting 待确认，confirmed 已确认，refused 已拒绝，used 已用
             * @example waiting
             */
            state: string;
            /**
             * @description 用途，给人看
             * @example 登录管理后台
             */
            words: string;
        };
        Signature: {
            /**
             * @description 签名算法
             * @example Ed25519
             */
            algorithm: string;
            /** @description 公钥（Base64） */
            public_key: string;
            /** @description 对 document 规范形式的签名（Base64） */
            value: string;
        };
        SubmissionArgs: {
            /**
             * @description 随交卷一起提交的答案，可为空
             * @example [
             *       {
             *         "number": 1,
             *         "response": {
             *           "options": [
             *             "k7m2xp"
             *           ]
             *         }
             *       }
             *     ]
             */
            answers?: {
                /** @description 题号 */
                number: number;
                /**
                 * @description 单选、多选、排序用 options；判断用 value；填空用 texts；连线用 pairs
                 * @example {
                 *       "options": [
                 *         "k7m2xp"
                 *       ]
                 *     }
                 */
                response: {
                    options: string[];
                } | {
                    value: boolean;
                } | {
                    texts: string[];
                } | {
                    pairs: string[][];
                };
            }[];
        };
        Task: {
            /**
             * @description 每天上限
             * @example 5
             */
            cap: number;
            /**
             * @description 任务代码
             * @example daily
             */
            code: string;
            /**
             * @description 今天已得
             * @example 3
             */
            current: number;
            /**
             * @description 任务名称
             * @example 每日答题
             */
            title: string;
        };
        TaskReason: {
            /**
             * @description 任务代码
             * @example daily
             */
            code: string;
            /** @description 流水条数 */
            lines: number;
            /** @description 积分合计 */
            points: number;
            /** @description 所用积分规则的版本 */
            rule_version: number;
            /**
             * @description 任务名称
             * @example 每日答题
             */
            title: string;
        };
        TicketReply: {
            /** @description 凭证到期时间 */
            expires_at: string;
            /** @description 这个微信最近的绑定申请 */
            request: components["schemas"]["OwnRequest"] | null;
            /** @description 绑定凭证，十五分钟内有效 */
            ticket: string;
        };
        Today: {
            /** @description 今天最多可得 */
            cap: number;
            tasks: components["schemas"]["Task"][];
            /** @description 今天已得积分 */
            total: number;
        };
        Token: {
            /** @description 登录时间 */
            created_at: string;
            /** @description 是否就是本次登录 */
            current: boolean;
            /** @description 设备说明 */
            device: string;
            /** @description 到期时间 */
            expires_at: string;
            /** @description 登录编号 */
            id: string;
            /**
             * @description bearer 为手机端，session 为浏览器
             * @example bearer
             * @enum {string}
             */
            kind: "bearer" | "session";
        };
        TokenList: {
            items: components["schemas"]["Token"][];
            /** @description 下一页标记，没有则为空 */
            next: string | null;
        };
        Unread: {
            /**
             * @description 未读条数
             * @example 0
             */
            unread: number;
        };
        Value: {
            /**
             * @description 项目
             * @example 交卷时间
             */
            label: string;
            /**
             * @description 内容
             * @example 11月23日 周一 12:00
             */
            text: string;
        };
        Void: {
            /** @description 本人的申诉，没有则为空文字 */
            appeal: string;
            /** @description 是否还可以申诉 */
            may_appeal: boolean;
            /** @description 作废的原因 */
            reason: string;
            /** @description 对申诉的答复，没有则为空文字 */
            reply: string;
            /**
             * @description voided 已作废，appealed 申诉中，kept 维持作废，restored 已恢复
             * @example voided
             * @enum {string}
             */
            state: "voided" | "appealed" | "kept" | "restored";
            /** @description 作废时间 */
            voided_at: string;
        };
        WaitingReply: {
            /** @description 等支部书记确认的申请 */
            request: components["schemas"]["OwnRequest"];
        };
        Within: {
            /** @description 党组织编号 */
            id: string;
            /**
             * @description 党组织名称
             * @example 金水区
             */
            name: string;
        };
    };
    responses: {
        /** @description 请求内容无法识别，请检查后重试。 */
        BAD_REQUEST: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 当前状态下不能进行此操作。 */
        CONFLICT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 其他错误。 */
        DEFAULT_ERROR: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 没有找到您要的内容。 */
        NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 提交的内容过大。 */
        REQUEST_ENTITY_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 服务暂时不可用，请稍后再试。 */
        SERVICE_UNAVAILABLE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 操作太频繁，请稍后再试。 */
        TOO_MANY_REQUESTS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 请先登录。 */
        UNAUTHORIZED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description 提交的内容有误，请检查标出的项目。 */
        UNPROCESSABLE_ENTITY: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
