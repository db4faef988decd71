package finance.flowlet.gateway;

import finance.flowlet.money.Amount;
import finance.flowlet.problem.Code;
import finance.flowlet.problem.Problem.FieldError;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one JSON value as one Java type. It answers null after adding to `errors` what is wrong.
sealed interface ValueReader {
    @Nullable
    Object read(Json value, String pointer, List<FieldError> errors);

    /// The reader of a record component, by its type and by what the contract says of it.
    static ValueReader of(Type type, Schema schema) {
        return switch (type) {
            case Class<?> text when text == String.class -> new OfText(schema);
            case Class<?> amount when amount == Amount.class -> new OfAmount(schema.isCeiling());
            case Class<?> flag when flag == Boolean.class || flag == boolean.class -> new OfFlag();
            case Class<?> number when number == Integer.class || number == int.class -> new OfNumber(schema);
            case Class<?> object
            when object.isRecord() -> new OfObject(BodyReader.of(object.asSubclass(Record.class), schema));
            case ParameterizedType list
            when list.getRawType() == List.class ->
                new OfList(
                        schema,
                        of(list.getActualTypeArguments()[0], schema.items().getFirst()));
            case ParameterizedType map when map.getRawType() == Map.class -> new OfMetadata();
            case Type other -> throw new IllegalStateException("no JSON is read as " + other);
        };
    }

    private static @Nullable Object refuse(String pointer, Code code, List<FieldError> errors) {
        errors.add(FieldError.of(pointer, code));
        return null;
    }

    /// A text in composed form, with the characters and the length that are allowed.
    record OfText(Schema schema) implements ValueReader {
        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            if (!(value instanceof Json.Text(var written))) {
                return refuse(pointer, Code.INVALID_TYPE, errors);
            }
            if (!(schema.isPassword() || schema.isFile() ? Texts.isWellFormed(written) : Texts.isClean(written))) {
                return refuse(pointer, Code.INVALID_TEXT, errors);
            }
            var text = Texts.normalize(written);
            var length = Texts.length(text);
            if (length > schema.maxLength()) {
                return refuse(pointer, Code.TOO_LONG, errors);
            }
            return length < schema.minLength() ? refuse(pointer, Code.INVALID_VALUE, errors) : text;
        }
    }

    /// The digits of an amount. Even `null` is a mistake about amounts here, not an amount that was left out; only for
    /// a ceiling it means that there is none.
    record OfAmount(boolean mayBeNull) implements ValueReader {
        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            return value instanceof Json.Digits(var token)
                    ? new Amount(token)
                    : refuse(pointer, Code.AMOUNT_TYPE, errors);
        }
    }

    record OfFlag() implements ValueReader {
        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            return value instanceof Json.Flag(var flag) ? (Object) flag : refuse(pointer, Code.INVALID_TYPE, errors);
        }
    }

    /// A whole number, written without decimals or exponent.
    record OfNumber(Schema schema) implements ValueReader {
        private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            if (!(value instanceof Json.Digits(var token))) {
                return refuse(pointer, Code.INVALID_TYPE, errors);
            }
            if (!WHOLE.matcher(token).matches()) {
                return refuse(pointer, Code.INVALID_VALUE, errors);
            }
            var number = Long.parseLong(token);
            return number < schema.minimum() || number > schema.maximum()
                    ? refuse(pointer, Code.INVALID_VALUE, errors)
                    : (Object) (int) number;
        }
    }

    record OfObject(BodyReader reader) implements ValueReader {
        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            return value instanceof Json.Members members
                    ? reader.read(members, pointer, errors)
                    : refuse(pointer, Code.INVALID_TYPE, errors);
        }
    }

    record OfList(Schema schema, ValueReader item) implements ValueReader {
        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            if (!(value instanceof Json.Items(var items))) {
                return refuse(pointer, Code.INVALID_TYPE, errors);
            }
            if (items.size() > schema.maxItems()) {
                return refuse(pointer, item instanceof OfObject ? Code.BATCH_TOO_LARGE : Code.TOO_LONG, errors);
            }
            if (items.size() < schema.minItems()) {
                return refuse(pointer, Code.INVALID_VALUE, errors);
            }
            var before = errors.size();
            var values = new ArrayList<Object>();
            for (var i = 0; i < items.size(); i++) {
                var read = item.read(items.get(i), pointer + "/" + i, errors);
                if (read != null) {
                    values.add(read);
                }
            }
            return errors.size() == before ? List.copyOf(values) : null;
        }
    }

    /// Names and texts of the client's own.
    record OfMetadata() implements ValueReader {
        private static final int MAX_KEYS = 50;
        private static final int MAX_KEY_LENGTH = 40;
        private static final int MAX_VALUE_LENGTH = 500;

        @Override
        public @Nullable Object read(Json value, String pointer, List<FieldError> errors) {
            if (!(value instanceof Json.Members(var members))) {
                return refuse(pointer, Code.INVALID_TYPE, errors);
            }
            if (members.size() > MAX_KEYS) {
                return refuse(pointer, Code.METADATA_LIMIT, errors);
            }
            var metadata = new LinkedHashMap<String, String>();
            for (var member : members.entrySet()) {
                if (!(member.getValue() instanceof Json.Text(var text))) {
                    return refuse(pointer, Code.METADATA_LIMIT, errors);
                }
                if (!Texts.isClean(member.getKey()) || !Texts.isClean(text)) {
                    return refuse(pointer, Code.INVALID_TEXT, errors);
                }
                var key = Texts.normalize(member.getKey());
                var normal = Texts.normalize(text);
                if (Texts.length(key) > MAX_KEY_LENGTH || Texts.length(normal) > MAX_VALUE_LENGTH) {
                    return refuse(pointer, Code.METADATA_LIMIT, errors);
                }
                // Two spellings of one key would be one key with two values.
                if (metadata.put(key, normal) != null) {
                    return refuse(pointer, Code.INVALID_TEXT, errors);
                }
            }
            return metadata;
        }
    }
}
